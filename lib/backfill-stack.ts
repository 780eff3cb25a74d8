/** Rebuilding vectors for the whole catalogue: a state machine over a function, started by `npm run rebuild-vectors`. */
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type CfnStateMachine, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { accountInFindings, acknowledge } from './constructs/acknowledge';
import { grantsOf } from './constructs/grants';
import { rebuildDefinition } from './constructs/rebuild-definition';
import { ServiceFunction } from './constructs/service-function';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import { operationalFunctions } from './functions';
import type { SageMakerStack } from './sagemaker-stack';
import type { StageConfig } from './stages';

export interface BackfillStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  data: DataStack;
  sageMaker?: SageMakerStack | undefined;
}

export class BackfillStack extends Stack {
  readonly function: ServiceFunction<'rebuild-vectors'>;
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: BackfillStackProps) {
    super(scope, id, props);
    const { config, foundation, data, sageMaker } = props;
    const row = operationalFunctions['rebuild-vectors'];
    this.function = new ServiceFunction(this, 'rebuild-vectors', {
      slug: 'rebuild-vectors',
      row,
      config,
      ...grantsOf(row, { stack: this, config, foundation, data, sageMaker, flags: undefined }),
      logKey: foundation.dataKey,
    });
    this.stateMachine = new StateMachine(this, 'RebuildVectors', {
      comment: 'Gives the jobs of the catalogue the vectors they lack',
      definitionBody: DefinitionBody.fromChainable(rebuildDefinition(this, this.function.alias)),
      tracingEnabled: true,
      logs: { destination: this.log(config, foundation), level: LogLevel.ALL, includeExecutionData: false },
    });
    this.explainWildcards();
    new CfnOutput(this, 'RebuildVectorsArn', { value: this.stateMachine.stateMachineArn });
  }

  private explainWildcards(): void {
    const { role, node } = this.stateMachine;
    const name = this.getLogicalId(node.defaultChild as CfnStateMachine);
    const runs = `arn:${this.partition}:states:${this.region}:${accountInFindings(this)}:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${name}"}]}]}`;
    const own = 'Runs of this state machine alone; their names are made when they start.';
    acknowledge(node.findChild('DistributedMapPolicy'), {
      [`AwsSolutions-IAM5[Resource::${runs}:*]`]: own,
      [`AwsSolutions-IAM5[Resource::${runs}/Parts:*]`]: own,
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]': 'IAM knows no resource for the actions of log delivery and of X-Ray.',
    });
  }

  /** Under this prefix log groups share one resource policy; each of another name lengthens one that has a limit. */
  private log(config: StageConfig, { dataKey }: FoundationStack): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/states/TalentMatch-${config.stage}-rebuild-vectors`,
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(dataKey !== undefined && { encryptionKey: dataKey }),
    });
  }
}
