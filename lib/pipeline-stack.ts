/** From a push to production: check and synthesise once, update itself, staging, smoke test, evaluation, approval, production, with rollback. */
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ComputeType, type Project } from 'aws-cdk-lib/aws-codebuild';
import {
  Artifact,
  ExecutionMode,
  type GitPushFilter,
  Pipeline,
  PipelineType,
  ProviderType,
  Result,
  RetryMode,
} from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeBuildAction,
  CodeStarConnectionsSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accountInFindings, acknowledge } from './constructs/acknowledge';
import { BuildProject } from './constructs/build-project';
import { tellOf } from './constructs/pipeline-notices';
import { COST_REGION } from './cost-stack';
import type { FoundationStack } from './foundation-stack';
import { modelArns } from './models';
import type { StageConfig } from './stages';

/** Settings of production that staging shares; the others name one thing in the world, such as a host name or a table. */
const SHARED_WITH_STAGING = [
  'account',
  'region',
  'alarmEmail',
  'textModel',
  'embedDimensions',
  'embedDimensionsNext',
  'openAiModel',
  'aiProvider',
  'useBedrock',
  'smokeClient',
];

export interface PipelineStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  /** The context keys that were given: what the pipeline deploys production with. */
  given: Readonly<Record<string, string>>;
}

export class PipelineStack extends Stack {
  private readonly config: StageConfig;
  private readonly logs: LogGroup;
  private readonly artifacts: Bucket;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { config, foundation } = props;
    this.config = config;
    this.logs = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(foundation.dataKey !== undefined && { encryptionKey: foundation.dataKey }),
    });
    this.artifacts = this.artifactBucket();
    const source = new Artifact('source');
    const built = new Artifact('built');
    const staging = { stage: 'staging', ...only(props.given, SHARED_WITH_STAGING) };
    const production = { ...props.given, stage: config.stage };

    const pipeline = this.pipeline(source);
    pipeline.addStage({
      stageName: 'Check',
      actions: [
        new CodeBuildAction({
          actionName: 'CheckAndSynthesise',
          input: source,
          outputs: [built],
          project: new BuildProject(this, 'Check', {
            commands: [
              'npm audit --omit=dev --audit-level=high',
              'npm run check',
              synth(staging, 'out/staging'),
              synth(production, 'out/production'),
            ],
            statements: [],
            // The whole suite in one process takes up to 3.5 GB.
            computeType: ComputeType.MEDIUM,
            artifacts: this.artifacts,
            logs: this.logs,
          }).project,
        }),
      ],
      onFailure: { result: Result.RETRY, retryMode: RetryMode.FAILED_ACTIONS },
    });
    pipeline.addStage({
      stageName: 'UpdatePipeline',
      actions: [
        new CodeBuildAction({
          actionName: 'Deploy',
          input: built,
          project: this.deployer(
            'UpdatePipeline',
            `npx cdk deploy --app out/production --exclusively --require-approval never ${this.stackName}`,
          ),
        }),
      ],
    });
    this.deploy(pipeline, built, 'Staging', 'staging');
    if (config.useBedrock) this.evaluate(pipeline, built);
    // A stage of its own, so that a refusal is not a failure of what was deployed.
    pipeline.addStage({
      stageName: 'Approve',
      actions: [
        new ManualApprovalAction({
          actionName: 'Approve',
          additionalInformation:
            'Staging is deployed and its smoke test passed. Look at its overview dashboard, then approve.',
        }),
      ],
    });
    this.deploy(pipeline, built, 'Production', 'production');
    tellOf(this, pipeline, foundation.alarmTopic);
    this.acknowledgeWildcards();
  }

  /** Of the roles that the pipeline construct makes, and of those above. */
  private acknowledgeWildcards(): void {
    const artifacts = 'On the bucket of this pipeline’s artifacts alone, whose keys are generated.';
    const actions = ['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*'];
    const api = 'The id of the API is known to its own stack only; the stage in the ARN is that of the deployment.';
    const pool = 'The id of the user pool is known to its own stack only.';
    acknowledge(this, {
      ...Object.fromEntries(actions.map((action) => [`AwsSolutions-IAM5[Action::${action}]`, artifacts])),
      'AwsSolutions-IAM5[Resource::<Artifacts82DD59A1.Arn>/*]': artifacts,
      ...Object.fromEntries(
        ['staging', this.config.stage].map((stage) => [
          `AwsSolutions-IAM5[Resource::arn:${this.partition}:execute-api:${this.region}:${accountInFindings(this)}:*/${stage}/*]`,
          api,
        ]),
      ),
      [`AwsSolutions-IAM5[Resource::arn:${this.partition}:cognito-idp:${this.region}:${accountInFindings(this)}:userpool/*]`]:
        pool,
      'Serverless-EventBusDLQ':
        'EventBridge tries for a day, and the pipeline itself shows what a lost notice would say.',
    });
  }

  private artifactBucket(): Bucket {
    const bucket = new Bucket(this, 'Artifacts', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1': 'Only this pipeline reads and writes it; the trail of the audit stack has its calls.',
    });
    return bucket;
  }

  private pipeline(source: Artifact): Pipeline {
    const { pipelineConnectionArn = '', pipelineRepository = '/', pipelineBranch } = this.config;
    const [owner = '', repo = ''] = pipelineRepository.split('/');
    const gitHub = new CodeStarConnectionsSourceAction({
      actionName: 'GitHub',
      connectionArn: pipelineConnectionArn,
      owner,
      repo,
      branch: pipelineBranch,
      output: source,
      triggerOnPush: false,
    });
    const pipeline = new Pipeline(this, 'Pipeline', {
      pipelineType: PipelineType.V2,
      // Superseding could skip the deployment of a commit that the next one leans on.
      executionMode: ExecutionMode.QUEUED,
      artifactBucket: this.artifacts,
      stages: [{ stageName: 'Source', actions: [gitHub] }],
      triggers: [
        {
          providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
          gitConfiguration: {
            sourceAction: gitHub,
            pushFilter: [{ branchesIncludes: [pipelineBranch] } satisfies GitPushFilter],
          },
        },
      ],
    });
    this.letUseConnection(pipeline, pipelineConnectionArn);
    return pipeline;
  }

  /** The construct grants the action under the service's old name only, and AWS checks the new one. */
  private letUseConnection(pipeline: Pipeline, connectionArn: string): void {
    const role = pipeline.node
      .findChild('Source')
      .node.findChild('GitHub')
      .node.findChild('CodePipelineActionRole') as Role;
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [connectionArn] }),
    );
  }

  private deploy(pipeline: Pipeline, input: Artifact, stageName: string, folder: string): void {
    const outputs = new Artifact(`${folder}Outputs`);
    const smoke = this.project(
      `${stageName}Smoke`,
      ['npm run smoke -- --outputs outputs.json'],
      [
        new PolicyStatement({
          actions: ['execute-api:Invoke'],
          resources: [
            this.formatArn({ service: 'execute-api', resource: '*', resourceName: `${this.stageOf(folder)}/*` }),
          ],
        }),
        // The secret of the smoke client stays in the user pool and is read when it is needed.
        ...(this.config.smokeClient
          ? [
              new PolicyStatement({
                actions: ['cognito-idp:DescribeUserPoolClient'],
                resources: [this.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: '*' })],
              }),
            ]
          : []),
      ],
    );
    pipeline.addStage({
      stageName,
      actions: [
        new CodeBuildAction({
          actionName: 'Deploy',
          input,
          outputs: [outputs],
          runOrder: 1,
          project: this.deployer(
            `${stageName}Deploy`,
            `npx cdk deploy --app out/${folder} --all --require-approval never --outputs-file outputs.json`,
          ),
        }),
        new CodeBuildAction({ actionName: 'SmokeTest', input: outputs, runOrder: 2, project: smoke }),
      ],
      // Deploys what the last execution that passed this stage deployed. There is none before the first, nor after a
      // change of the pipeline itself; docs/recover.md says what then.
      onFailure: { result: Result.ROLLBACK },
    });
  }

  /** A stage of its own: a model that reads worse than it should is no failure of what was deployed to staging. */
  private evaluate(pipeline: Pipeline, input: Artifact): void {
    const { textModel } = this.config;
    const { partition, region, account } = this;
    const project = this.project(
      'Evaluate',
      [`BEDROCK_MODEL_ID=${textModel} npm run eval -- parse --arm aws --live --gate --yes`],
      [
        new PolicyStatement({
          actions: ['bedrock:InvokeModel'],
          resources: modelArns(textModel, { partition, region, account }),
        }),
      ],
    );
    pipeline.addStage({
      stageName: 'Evaluate',
      actions: [new CodeBuildAction({ actionName: 'ReadLabelledResumes', input, project })],
    });
  }

  private stageOf(folder: string): string {
    return folder === 'production' ? this.config.stage : 'staging';
  }

  /** May do nothing itself but take the roles that `cdk bootstrap` made for deployments. */
  private deployer(id: string, command: string): Project {
    const { region, replicaRegion, backupCopyRegion } = this.config;
    const regions = new Set(
      [region, COST_REGION, replicaRegion, backupCopyRegion].filter((name) => name !== undefined),
    );
    const roles = [...regions].flatMap((name) =>
      ['deploy', 'file-publishing', 'lookup'].map(
        (kind) => `arn:${this.partition}:iam::${this.account}:role/cdk-hnb659fds-${kind}-role-${this.account}-${name}`,
      ),
    );
    return this.project(id, [command], [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles })]);
  }

  private project(id: string, commands: string[], statements: PolicyStatement[] = []): Project {
    const { artifacts, logs } = this;
    return new BuildProject(this, id, { commands, statements, artifacts, logs }).project;
  }
}

function only(given: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.includes(key)));
}

/** One synthesis, deployed as it is: what was checked is what is deployed. */
function synth(context: Readonly<Record<string, string>>, folder: string): string {
  const settings = Object.entries(context).map(([key, value]) => `-c '${key}=${value.replaceAll("'", "'\\''")}'`);
  return `npx cdk synth --strict --quiet --output ${folder} ${settings.join(' ')}`;
}
