/** The rules on the app itself: nothing is found in what it deploys, and faults planted in its own templates are. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Cloud, type Resource } from '../../../lib/rules/cloud';
import { DeploySafety } from '../../../lib/rules/plugin';
import { findings } from '../../../lib/rules/rule';
import { rules } from '../../../lib/rules/rules';
import type { StackTemplate, Template } from '../../../lib/rules/template';
import { stageConfig } from '../../../lib/stages';
import { talentMatch } from '../../../lib/talent-match';
import { everything } from '../../support/contexts';

const { context } = JSON.parse(readFileSync(join(__dirname, '../../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

/** @returns the stacks as the plugin sees them, and what the plugin reported */
function synthesised(settings: Readonly<Record<string, unknown>>): { stacks: StackTemplate[]; reported: string[] } {
  const outdir = mkdtempSync(join(tmpdir(), 'talent-match-rules-'));
  try {
    const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    talentMatch(app, stageConfig(settings), settings);
    const plugin = new DeploySafety();
    const reported: string[] = [];
    Validations.of(app).addPlugins({
      name: plugin.name,
      validate(given) {
        const report = plugin.validate(given);
        reported.push(...report.violations.map(({ ruleName, description }) => `${ruleName} ${description}`));
        return report;
      },
    });
    const assembly = app.synth();
    const names = new Map(assembly.stacks.map(({ id, stackName }) => [id, stackName]));
    const stacks = assembly.stacks.map(({ stackName, template, environment, dependencies }) => ({
      name: stackName,
      template: template as Template,
      region: environment.region,
      account: environment.account,
      needs: dependencies.flatMap(({ id }) => names.get(id) ?? []),
    }));
    return { stacks, reported };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What the rules find after one change of a copy of the templates. */
function foundAfter(
  stacks: readonly StackTemplate[],
  change: (resource: Resource, properties: Properties) => boolean | undefined,
) {
  const copy = structuredClone(stacks) as StackTemplate[];
  const before = new Set(findings(rules, new Cloud(copy)).map(({ rule, at }) => `${rule.id} ${at.resource.name}`));
  const changed = new Cloud(copy).resources.find((resource) => {
    const source = copy.find(({ name }) => name === resource.stack.name)?.template.Resources?.[resource.id];
    return change(resource, (source?.Properties ?? {}) as Properties) === true;
  });
  expect(changed?.id).toBeDefined();
  return findings(rules, new Cloud(copy))
    .filter(({ rule, at }) => !before.has(`${rule.id} ${at.resource.name}`))
    .map(({ rule }) => rule.id);
}

type Properties = Record<string, unknown>;

describe('the deploy-safety rules on the app', () => {
  let whole: ReturnType<typeof synthesised>;
  beforeAll(() => {
    whole = synthesised(everything);
  });

  it('find nothing in the deployment without context', () => {
    expect(synthesised({ account: '111111111111', region: 'eu-west-1' }).reported).toEqual([]);
  });

  it('find nothing with everything switched on but what is acknowledged, with its reason', () => {
    expect(whole.reported.filter((text) => !/^OPS-(2001|502) /.test(text))).toEqual([]);
  });

  const planted: [string, string, (resource: Resource, properties: Properties) => boolean | undefined][] = [
    [
      'OPS-103',
      'an integration of a minute',
      ({ type }, properties) => {
        if (type !== 'AWS::ApiGateway::Method' || !isRecord(properties.Integration)) return false;
        properties.Integration.TimeoutInMillis = 60_000;
        return true;
      },
    ],
  ];

  it.each(planted)('%s refuses %s', (id, _, change) => {
    expect(foundAfter(whole.stacks, change)).toContain(id);
  });
});

function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null;
}
