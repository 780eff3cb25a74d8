/** Once a month, the branch that is deployed is looked at with the advisories and rules of the day. */
import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import {
  BuildSpec,
  type CfnProject,
  ComputeType,
  LinuxArmBuildImage,
  Project,
  Source,
} from 'aws-cdk-lib/aws-codebuild';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { CodeBuildStartBuild } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';
import { acknowledge } from './acknowledge';
import { BUILD_NODE } from './build-project';

/** Each fails the build by itself; the log says which. */
const STEPS = ['npm audit --omit=dev --audit-level=high', 'npm run lint', 'npx cdk synth --quiet --strict'];

export interface CodeScanProps {
  config: StageConfig;
  connectionArn: string;
  /** `owner/name` on GitHub. */
  repository: string;
  undelivered: Queue;
}

export class CodeScan extends Construct {
  /** The event of a scan that found something, or could not run. */
  readonly failed: EventPattern;

  constructor(scope: Construct, id: string, props: CodeScanProps) {
    super(scope, id);
    const { config, connectionArn, repository, undelivered } = props;
    const [owner = '', repo = ''] = repository.split('/');
    const logGroup = this.logs(config);
    const project = new Project(this, 'Project', {
      // Complete as it is, so that the project is made after all that it may do.
      role: this.role(logGroup, connectionArn).withoutPolicyUpdates(),
      description: `Talent Match ${config.stage}: monthly scan of ${config.pipelineBranch}`,
      source: Source.gitHub({
        owner,
        repo,
        branchOrRef: config.pipelineBranch,
        webhook: false,
        reportBuildStatus: false,
      }),
      environment: { buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0, computeType: ComputeType.SMALL },
      timeout: Duration.minutes(30),
      concurrentBuildLimit: 1,
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: { 'runtime-versions': { nodejs: BUILD_NODE }, commands: ['npm ci'] },
          build: { commands: STEPS },
        },
      }),
      logging: { cloudWatch: { logGroup } },
    });
    // The construct knows only the one credential that an account keeps for CodeBuild.
    const resource = project.node.defaultChild as CfnProject;
    resource.addPropertyOverride('Source.Auth', { Type: 'CODECONNECTIONS', Resource: connectionArn });
    this.monthly(project, undelivered);
    this.failed = {
      source: ['aws.codebuild'],
      detailType: ['CodeBuild Build State Change'],
      detail: { 'project-name': [project.projectName], 'build-status': ['FAILED', 'FAULT', 'TIMED_OUT'] },
    };
    acknowledge(project, {
      'AwsSolutions-CB4': 'It makes no artefacts; its log holds package names and rule findings of this repository.',
    });
  }

  private logs(config: StageConfig): LogGroup {
    return new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private role(logGroup: LogGroup, connectionArn: string): Role {
    return new Role(this, 'Role', {
      description: 'Talent Match: reads the repository and writes the log of its scan',
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      inlinePolicies: {
        scan: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            new PolicyStatement({
              actions: [
                'codeconnections:GetConnection',
                'codeconnections:GetConnectionToken',
                'codeconnections:UseConnection',
              ],
              resources: [connectionArn],
            }),
          ],
        }),
      },
    });
  }

  private monthly(project: Project, deadLetterQueue: Queue): void {
    new Schedule(this, 'Monthly', {
      description: 'Talent Match: the monthly scan of the code',
      schedule: ScheduleExpression.cron({ minute: '0', hour: '6', day: '1', timeZone: TimeZone.ETC_UTC }),
      target: new CodeBuildStartBuild(project, { deadLetterQueue }),
    });
  }
}
