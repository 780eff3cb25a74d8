/** The rules on the app itself: nothing is found in what it deploys, and faults planted in its own templates are. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Cloud } from '../../../lib/rules/cloud';
import { DeploySafety } from '../../../lib/rules/plugin';
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

interface Planted {
  readonly rule: string;
  readonly type: string;
  /** Path below the resource; `undefined` as the value deletes it. */
  readonly path: string;
  readonly value: unknown;
}

/** One fault for each of the shapes that only the real templates have: joined ARNs, references across stacks, L2 roles. */
const PLANTED: readonly Planted[] = [
  { rule: 'OPS-101', type: 'AWS::ApiGateway::Account', path: '', value: undefined },
  { rule: 'OPS-103', type: 'AWS::ApiGateway::Method', path: 'Properties.Integration.TimeoutInMillis', value: 60_000 },
  { rule: 'OPS-104', type: 'AWS::Lambda::Function', path: 'Properties.Timeout', value: 600 },
  { rule: 'OPS-105', type: 'AWS::ApiGateway::UsagePlan', path: 'Properties.ApiStages.0.Stage', value: undefined },
  { rule: 'OPS-106', type: 'AWS::ApiGateway::Deployment', path: 'DependsOn', value: undefined },
  {
    rule: 'OPS-201',
    type: 'AWS::CloudWatch::Alarm',
    path: 'Properties.Metrics.0.Expression',
    value: "SEARCH('x', 'Sum')",
  },
  { rule: 'OPS-202', type: 'AWS::CloudWatch::Alarm', path: 'Properties.Period', value: 45 },
  { rule: 'OPS-301', type: 'AWS::SNS::TopicPolicy', path: 'Properties.PolicyDocument.Statement', value: [] },
  { rule: 'OPS-302', type: 'AWS::KMS::Key', path: 'Properties.KeyPolicy.Statement.1', value: undefined },
  { rule: 'OPS-401', type: 'AWS::KMS::Key', path: 'Properties.KeyPolicy.Statement.0.Action', value: 'kms:Decrypt' },
  {
    rule: 'OPS-402',
    type: 'AWS::KMS::Key',
    path: 'Properties.KeyPolicy.Statement.1.Principal.Service',
    value: 'logs.x.amazonaws.com',
  },
  { rule: 'OPS-501', type: 'AWS::Lambda::Function', path: 'Properties.ReservedConcurrentExecutions', value: 5 },
  { rule: 'OPS-503', type: 'AWS::Lambda::Alias', path: 'Properties.FunctionVersion', value: '$LATEST' },
  {
    rule: 'OPS-504',
    type: 'AWS::Lambda::Function',
    path: 'Properties.Environment.Variables.X',
    value: 'x'.repeat(4_000),
  },
  { rule: 'OPS-508', type: 'AWS::IAM::Policy', path: 'Properties.PolicyDocument.Statement', value: [] },
  { rule: 'OPS-509', type: 'AWS::Lambda::EventSourceMapping', path: 'Properties.StartingPosition', value: undefined },
  { rule: 'OPS-511', type: 'AWS::Lambda::Function', path: 'Properties.LoggingConfig', value: undefined },
  {
    rule: 'OPS-601',
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    path: 'Properties.ResourceId',
    value: 'function:x',
  },
  {
    rule: 'OPS-704',
    type: 'AWS::DynamoDB::GlobalTable',
    path: 'Properties.VectorIndexes.0.SearchSchema.0.AttributeName',
    value: 'x',
  },
  { rule: 'OPS-707', type: 'AWS::DynamoDB::GlobalTable', path: 'Properties.Replicas.0.Region', value: 'eu-west-1' },
  { rule: 'OPS-802', type: 'AWS::WAFv2::WebACL', path: 'Properties.Rules.1.OverrideAction', value: undefined },
  {
    rule: 'OPS-803',
    type: 'AWS::WAFv2::LoggingConfiguration',
    path: 'Properties.LogDestinationConfigs.0',
    value: 'arn:aws:logs:eu-west-1:111111111111:log-group:x',
  },
  {
    rule: 'OPS-901',
    type: 'AWS::Budgets::Budget',
    path: 'Properties.NotificationsWithSubscribers.0.Subscribers',
    value: [],
  },
  { rule: 'OPS-1001', type: 'AWS::CloudWatch::Dashboard', path: 'Properties.DashboardBody', value: '{' },
  {
    rule: 'OPS-1103',
    type: 'AWS::Backup::BackupPlan',
    path: 'Properties.BackupPlan.BackupPlanRule.0.TargetBackupVault',
    value: 'gone',
  },
  {
    rule: 'OPS-1201',
    type: 'AWS::IAM::Role',
    path: 'Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service',
    value: 'ec2.amazonaws.com',
  },
  {
    rule: 'OPS-1251',
    type: 'AWS::Lambda::Function',
    path: 'Properties.Environment.Variables.X',
    value: 'us.amazon.nova-2-lite-v1:0',
  },
  { rule: 'OPS-1403', type: 'AWS::IAM::Policy', path: 'Properties.PolicyDocument.Statement', value: [] },
  {
    rule: 'OPS-1408',
    type: 'AWS::CodeDeploy::DeploymentGroup',
    path: 'Properties.DeploymentConfigName',
    value: 'CodeDeployDefault.LambdaCanary',
  },
  { rule: 'OPS-1603', type: 'AWS::StepFunctions::StateMachine', path: 'Properties.StateMachineType', value: 'EXPRESS' },
  { rule: 'OPS-1906', type: 'AWS::CloudTrail::Trail', path: 'DependsOn', value: undefined },
];

type Values = Record<string, unknown>;

/** Sets the path of every resource of the type that has a place for it. */
function plant(stacks: readonly StackTemplate[], { type, path, value }: Planted): number {
  let planted = 0;
  for (const { template } of stacks) {
    const resources = (template.Resources ?? {}) as unknown as Record<string, Values>;
    for (const [id, resource] of Object.entries(resources)) {
      if (resource.Type !== type) continue;
      const keys = path === '' ? [id] : path.split('.');
      const last = keys.pop() ?? '';
      let place: unknown = path === '' ? resources : resource;
      for (const key of keys) place = (place as Values | undefined)?.[key];
      if (typeof place !== 'object' || place === null || (Array.isArray(place) && !(last in place))) continue;
      if (value === undefined && Array.isArray(place)) place.splice(Number(last), 1);
      else if (value === undefined) delete (place as Values)[last];
      else (place as Values)[last] = value;
      planted += 1;
    }
  }
  return planted;
}

describe('the deploy-safety rules on the app', () => {
  let whole: ReturnType<typeof synthesised>;
  beforeAll(() => {
    whole = synthesised(everything);
  }, 300_000);

  it('find nothing in the deployment without context', () => {
    expect(synthesised({ account: '111111111111', region: 'eu-west-1' }).reported).toEqual([]);
  }, 300_000);

  it('find nothing with everything switched on but what is acknowledged, with its reason', () => {
    expect(whole.reported.filter((text) => !/^OPS-(2001|502) /.test(text))).toEqual([]);
  });

  it.each(PLANTED.map((planted) => [planted.rule, planted.type, planted.path, planted] as const))(
    '%s sees a fault planted in %s %s',
    (id, _type, _path, planted) => {
      const rule = rules.find((one) => one.id === id);
      const copy = structuredClone(whole.stacks);
      expect(plant(copy, planted)).toBeGreaterThan(0);
      const found = (stacks: readonly StackTemplate[]) => [...(rule?.check(new Cloud(stacks)) ?? [])].length;
      expect(found(copy)).toBeGreaterThan(found(whole.stacks));
    },
  );
});
