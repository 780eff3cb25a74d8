/** One Lambda of `lib/functions.ts`: its role, its log group, its alias, and on request its canary. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type ILambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allRoutes } from '../../lambdas/http/routes';
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricName } from '../../lambdas/platform/metrics';
import type { FunctionRow, OperationalSlug, Slug } from '../functions';
import type { StageConfig } from '../stages';
import { acknowledge } from './acknowledge';
import { HANDLER } from './handler-bundle';
import { handlerCode } from './handler-code';

export interface ServiceFunctionProps<S extends Slug | OperationalSlug = Slug | OperationalSlug> {
  slug: S;
  row: FunctionRow;
  config: StageConfig;
  environment: Readonly<Record<string, string>>;
  /** Everything the function may do beyond its own logs. */
  statements: readonly PolicyStatement[];
  /** Findings about the statements that are right as they are, with the reason. */
  reasons: Readonly<Record<string, string>>;
  logKey: IKey | undefined;
}

export class ServiceFunction<S extends Slug | OperationalSlug = Slug> extends Construct {
  readonly slug: S;
  readonly function: LambdaFunction;
  /** What API Gateway and the stream call: the version in use. */
  readonly alias: Alias;
  readonly logGroup: LogGroup;
  readonly role: Role;
  readonly timeoutSeconds: number;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<S>) {
    super(scope, id);
    const { slug, row, config } = props;
    this.slug = slug;
    this.timeoutSeconds = row.timeoutSeconds ?? config.functionTimeoutSeconds;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(props.logKey !== undefined && { encryptionKey: props.logKey }),
    });
    this.role = this.makeRole(props);
    this.function = new LambdaFunction(this, 'Function', {
      description: `Talent Match ${config.stage}: ${slug}`,
      code: handlerCode(slug),
      handler: HANDLER,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: row.memoryMb,
      timeout: Duration.seconds(this.timeoutSeconds),
      // What the construct would add of itself stands in the role already, where it can be seen.
      role: this.role.withoutPolicyUpdates(),
      environment: { ...props.environment },
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      // By default CDK has the version before deleted, and then there is nothing that a release could be rolled back to.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'Callers wait for the answer, the stream has a dead-letter queue of its own, and what a schedule or an event starts is missed by an alarm.',
    });
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: this.function.currentVersion });
    if (row.userFacing && config.provisionedConcurrency > 0) this.keepWarm(config);
  }

  /**
   * New versions get a tenth of the calls for five minutes, and go back when one of them fails. The first deployment of an
   * alias has nothing to compare with and takes all calls at once.
   */
  shiftSlowly(application: ILambdaApplication, role: IRole, config: StageConfig): void {
    const errors = this.alias.metricErrors({ period: Duration.minutes(1) }).createAlarm(this, 'CanaryErrors', {
      alarmDescription: `Callers of ${this.slug} get errors from the version that is being deployed; the deployment goes back by itself. Runbook: docs/runbook.md#canary`,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    new LambdaDeploymentGroup(this, 'Deployment', {
      application,
      role,
      alias: this.alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [errors, ...this.answersWith5xx(config)],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
  }

  /**
   * A handler answers its own faults with 500, which are no errors of Lambda. A version that does so always fails a tenth
   * of the calls; half of that is the limit.
   */
  private answersWith5xx({ stage }: StageConfig): Alarm[] {
    const operations = allRoutes.filter((route) => route.slug === this.slug).map((route) => route.operationId);
    if (operations.length === 0) return [];
    const metrics = operations.map((operation) => {
      const dimensionsMap = { service: METRICS_SERVICE, stage, operation };
      const name: MetricName = 'ServerErrors';
      return new Metric({ namespace: METRICS_NAMESPACE, metricName: name, dimensionsMap, statistic: 'Average' });
    });
    const ids = metrics.map((_, at) => `m${at}`);
    const alarm = new Alarm(this, 'CanaryAnswers', {
      alarmDescription: `Callers of ${this.slug} get answers from 500 up from the version that is being deployed; the deployment goes back by itself. Runbook: docs/runbook.md#canary`,
      metric: new MathExpression({
        expression: `MAX([${ids.join(', ')}])`,
        usingMetrics: Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric])),
        period: Duration.minutes(1),
      }),
      threshold: 0.05,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    return [alarm];
  }

  /**
   * Warm copies, never fewer than the configuration says; with a maximum, as many as keep them seven tenths busy.
   * Source of 0.7: the example of the Lambda developer guide, which leaves room for a burst while more start.
   */
  private keepWarm({ provisionedConcurrency, provisionedConcurrencyMax }: StageConfig): void {
    const target = this.alias.addAutoScaling({
      minCapacity: provisionedConcurrency,
      maxCapacity: Math.max(provisionedConcurrency, provisionedConcurrencyMax),
    });
    target.scaleOnUtilization({ utilizationTarget: 0.7 });
    acknowledge(this.alias, {
      'Deploy-Safety::OPS-502': 'provisionedConcurrency is asked for; preflight reads the quota of the account.',
    });
  }

  private makeRole({ config, statements, reasons, slug }: ServiceFunctionProps): Role {
    const logs = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
    const traces = new PolicyStatement({
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Talent Match ${config.stage}: what ${slug} may do`,
      inlinePolicies: {
        function: new PolicyDocument({ statements: [logs, ...(config.tracing ? [traces] : []), ...statements] }),
      },
    });
    acknowledge(role, reasons);
    if (config.tracing) {
      acknowledge(role, {
        'AwsSolutions-IAM5[Resource::*]': 'X-Ray has no resources to name.',
        'Serverless-LambdaStarPermissions': 'X-Ray has no resources to name.',
      });
    }
    return role;
  }
}
