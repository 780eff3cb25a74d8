/** The templates of a configuration as CloudFormation gets them, with CDK's settings of cdk.json and without bundles. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stageConfig } from '../../lib/stages';
import { talentMatch } from '../../lib/talent-match';

const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

export interface Templates {
  /** By the short name of the stack: `data`, `service`. */
  of(part: string): Template;
  parts: readonly string[];
  /** Where the stack goes. */
  regionOf(part: string): string | undefined;
}

export function templatesOf(settings: Readonly<Record<string, unknown>>): Templates {
  const config = stageConfig(settings);
  const outdir = mkdtempSync(join(tmpdir(), 'talent-match-'));
  try {
    const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    talentMatch(app, config, settings);
    const stacks = new Map(
      app
        .synth()
        .stacks.map(({ stackName, template, environment }) => [
          stackName.slice(`TalentMatch-${config.stage}-`.length),
          { template: Template.fromJSON(template as Record<string, unknown>), region: environment.region },
        ]),
    );
    return {
      parts: [...stacks.keys()],
      regionOf: (part) => stacks.get(part)?.region,
      of(part) {
        const found = stacks.get(part);
        if (found === undefined) throw new Error(`There is no ${part} stack, only ${[...stacks.keys()].join(', ')}.`);
        return found.template;
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
