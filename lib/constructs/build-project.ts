/** A CodeBuild project that runs commands of this repository, and may do nothing but what it is given. */
import { Duration } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxArmBuildImage, Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Lambda's Node is 24; CodeBuild's images are sure to have 22, on which everything is tested too. */
export const BUILD_NODE = 22;

export interface BuildProjectProps {
  commands: readonly string[];
  /** What the commands may do beyond reading their input and writing their output and logs. */
  statements: readonly PolicyStatement[];
  /** Default: the smallest machine (4 GB), which every account has. */
  computeType?: ComputeType;
  artifacts: Bucket;
  logs: LogGroup;
}

export class BuildProject extends Construct {
  readonly project: Project;

  constructor(
    scope: Construct,
    id: string,
    { commands, statements, computeType = ComputeType.SMALL, artifacts, logs }: BuildProjectProps,
  ) {
    super(scope, id);
    const own = [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.logGroupArn] }),
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
        resources: [artifacts.arnForObjects('*')],
      }),
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [artifacts.bucketArn] }),
    ];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      inlinePolicies: { build: new PolicyDocument({ statements: [...own, ...statements] }) },
    });
    this.project = new Project(this, 'Project', {
      // The construct would add grants for log groups and report groups that are not used.
      role: role.withoutPolicyUpdates(),
      // The image's own default is a large machine, of which a new account may have none.
      environment: { buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0, computeType },
      timeout: Duration.minutes(60),
      logging: { cloudWatch: { logGroup: logs, prefix: id } },
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: { 'runtime-versions': { nodejs: BUILD_NODE }, commands: ['npm ci --no-audit --no-fund'] },
          build: { commands },
        },
        artifacts: { files: ['**/*'], 'exclude-paths': ['node_modules/**/*'] },
      }),
    });
    acknowledge(this.project, {
      'AwsSolutions-CB4': 'What passes through is this repository and its templates, which hold no secret.',
    });
  }
}
