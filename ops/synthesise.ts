/** The templates of a configuration, made in this process: no bundles, no rules, nothing left on the disk. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Template } from '../lib/rules/template';
import { type StageConfig, stageConfig } from '../lib/stages';
import { talentMatch } from '../lib/talent-match';

export interface Resource {
  Type: string;
  Properties?: Readonly<Record<string, unknown>>;
  /** Construct path and the like. */
  Metadata?: Readonly<Record<string, unknown>>;
}

export interface SynthesisedStack {
  /** `foundation`, `data`, …: the name without application and stage. */
  part: string;
  name: string;
  region: string;
  resources: Readonly<Record<string, Resource>>;
  /** As the rules read it, outputs and all. */
  template: Template;
}

/** CDK's own settings: the templates depend on its feature flags. */
const { context } = JSON.parse(readFileSync(join(__dirname, '../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

/**
 * @param settings the context keys of docs/deploy.md
 * @throws Error when the settings are not valid
 */
export function synthesise(settings: Readonly<Record<string, unknown>>): {
  config: StageConfig;
  /** By name. */
  stacks: SynthesisedStack[];
} {
  const config = stageConfig(settings);
  const outdir = mkdtempSync(join(tmpdir(), 'talent-match-templates-'));
  try {
    const app = new App({
      outdir,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
      context: { ...context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true },
    });
    talentMatch(app, config, settings);
    const stacks = app.synth().stacks.map(({ stackName, environment, template }) => ({
      part: stackName.slice(`TalentMatch-${config.stage}-`.length),
      name: stackName,
      region: environment.region,
      resources: (template as { Resources?: Record<string, Resource> }).Resources ?? {},
      template: template as Template,
    }));
    return { config, stacks: stacks.sort((a, b) => (a.part < b.part ? -1 : 1)) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
