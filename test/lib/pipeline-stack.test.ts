import { Match } from 'aws-cdk-lib/assertions';
import { templatesOf } from '../support/templates';

const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111111111111:connection/abc';
const given = {
  stage: 'prod',
  account: '111111111111',
  region: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  budgetUsd: '900',
  pipelineConnectionArn: CONNECTION,
  pipelineRepository: 'acme/talent-match',
  pipelineBranch: 'release',
};

describe('the pipeline stack', () => {
  const template = templatesOf(given).of('pipeline');
  const [resource] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  const stages: { Name: string; OnFailure?: unknown; Actions: { Name: string; RoleArn: unknown }[] }[] =
    resource?.Properties.Stages;
  const projects = Object.entries(template.findResources('AWS::CodeBuild::Project'));

  function specOf(project: string): string {
    const found = projects.find(([id]) => id.startsWith(project));
    return found?.[1].Properties.Source.BuildSpec;
  }

  function statementsOf(project: string): { Action: string | string[]; Resource: unknown }[] {
    const roles = Object.entries(template.findResources('AWS::IAM::Role'));
    return roles.find(([id]) => id.startsWith(`${project}Role`))?.[1].Properties.Policies[0].PolicyDocument.Statement;
  }

  it('is not there without a connection', () => {
    expect(templatesOf({}).parts).not.toContain('pipeline');
  });

  it('goes from check over staging, an evaluation and an approval to production', () => {
    expect(stages.map((stage) => stage.Name)).toEqual([
      'Source',
      'Check',
      'UpdatePipeline',
      'Staging',
      'Evaluate',
      'Approve',
      'Production',
    ]);
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', { PipelineType: 'V2', ExecutionMode: 'QUEUED' });
  });

  it('starts at a push to its branch, through the connection that a person made', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Triggers: [{ GitConfiguration: { Push: [{ Branches: { Includes: ['release'] } }], SourceActionName: 'GitHub' } }],
      Stages: Match.arrayWith([
        Match.objectLike({
          Actions: [
            Match.objectLike({
              Configuration: Match.objectLike({
                ConnectionArn: CONNECTION,
                FullRepositoryId: 'acme/talent-match',
                DetectChanges: false,
              }),
            }),
          ],
        }),
      ]),
    });
  });

  it('may use the connection under both names of the service', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
            Resource: CONNECTION,
          }),
        ]),
      },
    });
  });

  it('deploys each stage, tries it from the outside, and goes back when either fails', () => {
    for (const name of ['Staging', 'Production']) {
      const stage = stages.find((candidate) => candidate.Name === name);

      expect(stage?.Actions.map((action) => action.Name)).toEqual(['Deploy', 'SmokeTest']);
      expect(stage?.OnFailure).toEqual({ Result: 'ROLLBACK' });
    }
  });

  it('deploys what was checked and synthesised once', () => {
    expect(specOf('Check')).toContain('npm run check');
    expect(specOf('StagingDeploy')).toContain('cdk deploy --app out/staging --all');
    expect(specOf('ProductionDeploy')).toContain('cdk deploy --app out/production --all');
  });

  it('synthesises production with the context that was given, and staging with what the two share', () => {
    const spec = specOf('Check');

    expect(spec).toContain(
      "-c 'stage=staging' -c 'account=111111111111' -c 'region=eu-west-1' -c 'alarmEmail=oncall@example.com'\"",
    );
    for (const [key, value] of Object.entries(given)) expect(spec).toContain(`-c '${key}=${value}'`);
  });

  it('updates nothing but itself before staging', () => {
    expect(specOf('UpdatePipeline')).toContain('--exclusively');
    expect(specOf('UpdatePipeline')).toContain('TalentMatch-prod-pipeline');
  });

  it('lets the deploying projects take the roles of the bootstrap in the regions that are used, and do nothing else', () => {
    const [, , , roles] = statementsOf('StagingDeploy');

    expect(roles?.Action).toBe('sts:AssumeRole');
    expect(JSON.stringify(roles?.Resource)).toContain('role/cdk-hnb659fds-deploy-role-');
    expect(roles?.Resource).toHaveLength(6);
    expect(statementsOf('StagingDeploy')).toHaveLength(4);
  });

  it('lets the smoke test call the API of its stage alone', () => {
    const calls = statementsOf('ProductionSmoke').filter((statement) => statement.Action === 'execute-api:Invoke');

    expect(JSON.stringify(calls[0]?.Resource)).toContain(':*/prod/*');
    expect(statementsOf('Check').some((statement) => statement.Action === 'execute-api:Invoke')).toBe(false);
  });

  it('lets only a model pass that reads labelled resumes well enough, and may ask that model alone', () => {
    expect(specOf('Evaluate')).toContain(
      'BEDROCK_MODEL_ID=eu.anthropic.claude-haiku-5-5 npm run eval -- parse --arm aws --live --gate --yes',
    );
    const [asks] = statementsOf('Evaluate').filter((statement) => statement.Action === 'bedrock:InvokeModel');
    expect(JSON.stringify(asks?.Resource)).toContain('inference-profile/eu.anthropic.claude-haiku-5-5');
    expect(JSON.stringify(asks?.Resource)).not.toContain('*');
    expect(statementsOf('Evaluate')).toHaveLength(4);
  });

  it('tells the people on call of a failed stage and of an approval that is wanted', () => {
    template.resourceCountIs('AWS::Events::Rule', 2);
    template.allResourcesProperties('AWS::Events::Rule', { Targets: [Match.objectLike({ Arn: Match.anyValue() })] });
  });

  it('runs on the smallest machine, which every account has, but for the whole suite of tests', () => {
    for (const [id, project] of projects) {
      const size = id.startsWith('Check') ? 'MEDIUM' : 'SMALL';

      expect([id, project.Properties.Environment.ComputeType]).toEqual([id, `BUILD_GENERAL1_${size}`]);
    }
  });

  it('puts no secret into a project', () => {
    for (const [, project] of projects) expect(project.Properties.Environment.EnvironmentVariables ?? []).toEqual([]);
  });
});
