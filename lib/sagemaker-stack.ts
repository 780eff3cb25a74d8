/** The own embedding model: Text Embeddings Inference on a SageMaker endpoint, on instances that scale or serverless. */
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PredefinedMetric, ScalableTarget, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { accountInFindings, acknowledge } from './constructs/acknowledge';
import type { FoundationStack } from './foundation-stack';
import { embeddingImage } from './models';
import type { StageConfig } from './stages';
import { MINI_LM } from './vector-spaces';

/** Texts a call may hold, as the adapter sends them. */
const MAX_BATCH = 32;
export const VARIANT = 'all';

export class SageMakerStack extends Stack {
  /** `ref` is its ARN: SageMaker writes names in small letters there, so an ARN made of the name would not match. */
  readonly endpoint: CfnEndpoint;

  constructor(scope: Construct, id: string, props: StackProps & { config: StageConfig; foundation: FoundationStack }) {
    super(scope, id, props);
    const { config, foundation } = props;
    const image = config.sageMakerImage ?? embeddingImage(config.region) ?? '';
    const role = this.role(image);
    // A new image, model or size is a new resource under a generated name: all of these are create-only.
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: {
        image,
        environment: { HF_MODEL_ID: MINI_LM.model, AUTO_TRUNCATE: 'true', MAX_CLIENT_BATCH_SIZE: String(MAX_BATCH) },
      },
    });
    // A role that was made a moment ago is not yet known everywhere.
    model.node.addDependency(role);
    const variant = { modelName: model.attrModelName, variantName: VARIANT, initialVariantWeight: 1 };
    const endpointConfig = new CfnEndpointConfig(this, 'Config', {
      productionVariants: [
        config.sageMaker === 'serverless'
          ? { ...variant, serverlessConfig: { memorySizeInMb: 3072, maxConcurrency: 5 } }
          : { ...variant, instanceType: config.sageMakerInstanceType, initialInstanceCount: config.sageMakerInstances },
      ],
      // Serverless endpoints and some instance types have no volume of ours to encrypt.
      ...(config.sageMaker === 'instance' &&
        foundation.dataKey !== undefined && { kmsKeyId: foundation.dataKey.keyArn }),
    });
    this.endpoint = new CfnEndpoint(this, 'Endpoint', { endpointConfigName: endpointConfig.attrEndpointConfigName });
    if (config.sageMaker === 'instance') {
      this.scale(config);
      acknowledge(endpointConfig, {
        'Deploy-Safety::OPS-1506': 'Instances are asked for with sageMaker=instance; preflight reads their quota.',
      });
    }
    new CfnOutput(this, 'EndpointName', { value: this.endpoint.attrEndpointName });
  }

  /** 1,000 calls a minute and instance: a call of one short text takes some 20 ms on two cores. To be set by a load test. */
  private scale({ sageMakerInstances, sageMakerInstancesMax }: StageConfig): void {
    const target = new ScalableTarget(this, 'Instances', {
      serviceNamespace: ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${this.endpoint.attrEndpointName}/variant/${VARIANT}`,
      minCapacity: sageMakerInstances,
      maxCapacity: Math.max(sageMakerInstances, sageMakerInstancesMax),
    });
    target.scaleToTrackMetric('CallsPerInstance', {
      predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      targetValue: 1_000,
      scaleInCooldown: Duration.minutes(10),
      scaleOutCooldown: Duration.minutes(3),
    });
  }

  /** Pulls its image, writes its logs and its metrics; the model itself comes from the Hugging Face hub when it starts. */
  private role(image: string): Role {
    const [account, , , region] = image.split('.');
    const repository = image.split('/')[1]?.split(':')[0] ?? '';
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
      inlinePolicies: {
        endpoint: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              resources: [`arn:${this.partition}:ecr:${region}:${account}:repository/${repository}`],
            }),
            new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
            new PolicyStatement({
              actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              resources: [this.formatArn({ service: 'logs', resource: 'log-group:/aws/sagemaker/Endpoints/*' })],
            }),
            new PolicyStatement({
              actions: ['cloudwatch:PutMetricData'],
              resources: ['*'],
              conditions: { StringEquals: { 'cloudwatch:namespace': '/aws/sagemaker/Endpoints' } },
            }),
          ],
        }),
      },
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'ecr:GetAuthorizationToken and cloudwatch:PutMetricData have no resources to name.',
      [`AwsSolutions-IAM5[Resource::arn:${this.partition}:logs:${this.region}:${accountInFindings(this)}:log-group:/aws/sagemaker/Endpoints/*]`]:
        'SageMaker makes the log group of an endpoint under the endpoint’s generated name.',
    });
    return role;
  }
}
