import { Match } from 'aws-cdk-lib/assertions';
import { embeddingImage } from '../../lib/models';
import { templatesOf } from '../support/templates';

function templates(context: Record<string, string>) {
  const made = templatesOf(context);
  return { sageMaker: made.of('sagemaker'), service: made.of('service') };
}

describe('the SageMaker stack', () => {
  const onInstances = templates({ sageMaker: 'instance', sageMakerInstances: '2', sageMakerInstancesMax: '6' });
  const serverless = templates({ sageMaker: 'serverless', region: 'eu-west-1' });

  it('is not there unless it is asked for', () => {
    expect(templatesOf({}).parts).not.toContain('sagemaker');
  });

  it('serves the model of the vector space it is named after', () => {
    onInstances.sageMaker.hasResourceProperties('AWS::SageMaker::Model', {
      PrimaryContainer: {
        Environment: { HF_MODEL_ID: 'sentence-transformers/all-MiniLM-L6-v2', AUTO_TRUNCATE: 'true' },
      },
    });
  });

  it('scales between the instances of the configuration, by calls per instance', () => {
    onInstances.sageMaker.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      MinCapacity: 2,
      MaxCapacity: 6,
    });
    onInstances.sageMaker.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      },
    });
  });

  it('has neither instances nor scaling when it is serverless', () => {
    serverless.sageMaker.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
      ProductionVariants: [
        Match.objectLike({
          ServerlessConfig: { MaxConcurrency: 5, MemorySizeInMB: 3072 },
          InstanceType: Match.absent(),
        }),
      ],
    });
    serverless.sageMaker.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  it('names nothing that cannot be changed later', () => {
    for (const type of ['Model', 'EndpointConfig', 'Endpoint']) {
      onInstances.sageMaker.allResourcesProperties(`AWS::SageMaker::${type}`, {
        ModelName: Match.absent(),
        EndpointName: Match.absent(),
      });
    }
  });

  it('takes the image from the account that holds it in the region', () => {
    expect(embeddingImage('eu-west-1')).toMatch(/^141502667606\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/tei-cpu:/);
  });

  it.each(['embed', 'match-jobs', 'embed-changes', 'health'])('lets %s call this endpoint and no other', (slug) => {
    const roles = onInstances.service.findResources('AWS::IAM::Role', {
      Properties: { Description: Match.stringLikeRegexp(`what ${slug} may do`) },
    });
    const statements = Object.values(roles).flatMap((role) => role.Properties.Policies[0].PolicyDocument.Statement);
    const calls = statements.filter((statement) => statement.Action === 'sagemaker:InvokeEndpoint');

    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls[0].Resource)).toContain('"StackName":"TalentMatch-dev-sagemaker"');
  });
});
