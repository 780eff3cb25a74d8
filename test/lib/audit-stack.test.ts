/** The audit stack: trail, findings, reminder, scan. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_NODE } from '../../lib/constructs/build-project';
import { type Resource, type SynthesisedStack, synthesise } from '../../ops/synthesise';

const PIPELINE = {
  pipelineConnectionArn:
    'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
  pipelineRepository: 'example/talent-match',
};

const auditOf = (settings: Readonly<Record<string, string>>): SynthesisedStack | undefined =>
  synthesise({ account: '111111111111', ...settings }).stacks.find(({ part }) => part === 'audit');

describe('audit stack', () => {
  let plain: SynthesisedStack;
  let full: SynthesisedStack;
  beforeAll(() => {
    const made = [
      auditOf({ audit: 'true' }),
      auditOf({ audit: 'true', accessAnalyzer: 'true', guardDuty: 'true', ...PIPELINE }),
    ] as const;
    if (made[0] === undefined || made[1] === undefined) throw new Error('There is no audit stack.');
    [plain, full] = made;
  });

  const all = (stack: SynthesisedStack, type: string): [string, Resource][] =>
    Object.entries(stack.resources).filter(([, { Type }]) => Type === type);
  const only = (stack: SynthesisedStack, type: string): [string, Resource] => {
    const [first, ...rest] = all(stack, type);
    if (first === undefined || rest.length > 0) throw new Error(`${rest.length + 1} of ${type}`);
    return first;
  };

  test('is made only when asked for', () => {
    expect(auditOf({})).toBeUndefined();
  });

  test('is asked for before its detectors are', () => {
    expect(() => auditOf({ guardDuty: 'true' })).toThrow('guardDuty: true was given; it needs audit=true');
    expect(() => auditOf({ accessAnalyzer: 'true' })).toThrow('accessAnalyzer: true was given; it needs audit=true');
  });

  test('makes nothing that an account can have but one of, unless asked for by name', () => {
    for (const type of ['AWS::GuardDuty::Detector', 'AWS::AccessAnalyzer::Analyzer', 'AWS::SecurityHub::Hub']) {
      expect(all(plain, type)).toEqual([]);
    }
    expect(only(full, 'AWS::GuardDuty::Detector')[1].Properties).toMatchObject({ Enable: true });
    expect(only(full, 'AWS::AccessAnalyzer::Analyzer')[1].Properties).toMatchObject({ Type: 'ACCOUNT' });
  });

  test('makes the trail after the policy of its bucket, for all regions, with files that can be validated', () => {
    const [policy, { Properties: bucketPolicy }] = only(plain, 'AWS::S3::BucketPolicy');
    const [, trail] = only(plain, 'AWS::CloudTrail::Trail');
    expect(trail).toMatchObject({ DependsOn: expect.arrayContaining([policy]) });
    expect(trail.Properties).toMatchObject({
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      IsLogging: true,
    });
    const statements = JSON.stringify(bucketPolicy);
    expect(statements).toContain('s3:GetBucketAcl');
    expect(statements).toContain('s3:PutObject');
  });

  test('keeps the trail for 400 days', () => {
    expect(only(plain, 'AWS::S3::Bucket')[1].Properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400 }] },
    });
  });

  test('tells of findings of each detector, whoever switched it on, by a role that may publish', () => {
    const [role] = Object.keys(plain.resources).filter((id) => /^Publisher[0-9A-F]{8}$/.test(id));
    const rules = all(plain, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    for (const source of ['aws.access-analyzer', 'aws.guardduty', 'aws.securityhub']) {
      expect(rules).toContainEqual(
        expect.objectContaining({ EventPattern: expect.objectContaining({ source: [source] }) }),
      );
    }
    for (const rule of rules) {
      expect(rule).toMatchObject({
        Targets: [{ RoleArn: { 'Fn::GetAtt': [role, 'Arn'] }, DeadLetterConfig: { Arn: expect.anything() } }],
      });
    }
    const permissions = JSON.stringify(all(plain, 'AWS::IAM::Policy').map(([, { Properties }]) => Properties));
    expect(permissions).toContain('sns:Publish');
    expect(permissions).toContain('kms:Decrypt');
  });

  test('notices when a notice could not be sent', () => {
    expect(only(plain, 'AWS::CloudWatch::Alarm')[1].Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmDescription: expect.stringContaining('docs/runbook.md#audit-findings'),
      AlarmActions: [expect.anything()],
    });
  });

  test('reminds on the first of the month of every step of the page', () => {
    const [, { Properties }] = only(plain, 'AWS::Scheduler::Schedule');
    expect(Properties).toMatchObject({ ScheduleExpression: 'cron(0 9 1 * ? *)', State: 'ENABLED' });
    const { Input: text } = (Properties?.Target ?? {}) as { Input?: string };
    const page = readFileSync(join(__dirname, '../../docs/security-review.md'), 'utf8');
    const steps = page.split('\n').filter((line) => line.startsWith('## '));
    expect(steps.length).toBeGreaterThan(5);
    for (const step of steps) expect(text).toContain(`- ${step.slice(3)}`);
  });

  describe('scan of the code', () => {
    test('is made only with the connection of the pipeline, as the account does not hold the code', () => {
      expect(all(plain, 'AWS::CodeBuild::Project')).toEqual([]);
      expect(only(full, 'AWS::CodeBuild::Project')[1].Properties).toMatchObject({
        Source: {
          Type: 'GITHUB',
          Location: 'https://github.com/example/talent-match.git',
          Auth: { Type: 'CODECONNECTIONS', Resource: PIPELINE.pipelineConnectionArn },
          BuildSpec: expect.stringContaining('npm audit --omit=dev --audit-level=high'),
        },
        SourceVersion: 'main',
      });
    });

    test('runs on the Node that the pipeline runs on', () => {
      const [, project] = only(full, 'AWS::CodeBuild::Project');
      const source = project.Properties?.Source as { BuildSpec: string } | undefined;
      expect(JSON.parse(source?.BuildSpec ?? '{}').phases.install['runtime-versions']).toEqual({ nodejs: BUILD_NODE });
    });

    test('may use that connection and write its log, and nothing else', () => {
      const [, role] = all(full, 'AWS::IAM::Role').find(([id]) => id.startsWith('CodeScanRole')) ?? [];
      const [policy] = (role?.Properties?.Policies ?? []) as {
        PolicyDocument: { Statement: { Action: string[] }[] };
      }[];
      expect(policy?.PolicyDocument.Statement.flatMap(({ Action }) => Action)).toEqual([
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'codeconnections:GetConnection',
        'codeconnections:GetConnectionToken',
        'codeconnections:UseConnection',
      ]);
      expect(JSON.stringify(policy)).not.toContain('"*"');
    });

    test('tells when it does not pass', () => {
      const patterns = all(full, 'AWS::Events::Rule').map(([, { Properties }]) => Properties?.EventPattern);
      expect(patterns).toContainEqual(
        expect.objectContaining({
          source: ['aws.codebuild'],
          detail: expect.objectContaining({ 'build-status': ['FAILED', 'FAULT', 'TIMED_OUT'] }),
        }),
      );
    });
  });
});
