/** Application Auto Scaling: targets by text, which no reference checks. */
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

interface Kind {
  readonly id: RegExp;
  readonly shape: string;
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
}

/** What can be scaled. Source: Application Auto Scaling API reference, RegisterScalableTarget. */
const KINDS: Readonly<Record<string, Kind>> = {
  lambda: {
    id: /^function:[^:]+:(?!\$LATEST)[^:]+$/,
    shape: 'function:NAME:ALIAS',
    dimensions: ['lambda:function:ProvisionedConcurrency'],
    metrics: ['LambdaProvisionedConcurrencyUtilization'],
  },
  sagemaker: {
    id: /^endpoint\/[^/]+\/variant\/[^/]+$/,
    shape: 'endpoint/NAME/variant/VARIANT',
    dimensions: ['sagemaker:variant:DesiredInstanceCount', 'sagemaker:variant:DesiredProvisionedConcurrency'],
    metrics: [
      'SageMakerVariantInvocationsPerInstance',
      'SageMakerVariantProvisionedConcurrencyUtilization',
      'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    ],
  },
  dynamodb: {
    id: /^table\/[^/]+(\/index\/[^/]+)?$/,
    shape: 'table/NAME',
    dimensions: ['table', 'index'].flatMap((what) =>
      ['Read', 'Write'].map((way) => `dynamodb:${what}:${way}CapacityUnits`),
    ),
    metrics: ['DynamoDBReadCapacityUtilization', 'DynamoDBWriteCapacityUtilization'],
  },
};

/** A mark has stack and id with a slash between, which would look like a part of the path. */
const bare = (text: string) => text.replace(/‹[^›]*›/g, 'x');

export const scaling: readonly Rule[] = [
  {
    id: 'OPS-601',
    title: 'Scalable target with an id that its service does not know',
    why: 'Application Auto Scaling refuses it: "Unsupported service namespace, resource type or scalable dimension".',
    fix: 'write function:NAME:ALIAS (never $LATEST) or endpoint/NAME/variant/VARIANT, and the dimension of that service.',
    source: 'Application Auto Scaling API reference, RegisterScalableTarget',
    check: each('AWS::ApplicationAutoScaling::ScalableTarget', function* (target) {
      const kind = KINDS[target.get('ServiceNamespace').text ?? ''];
      if (kind === undefined) return;
      const id = target.get('ResourceId');
      if (id.text !== undefined && !kind.id.test(bare(id.text)))
        yield fault(id, `"${bare(id.text)}" is not ${kind.shape}`);
      const dimension = target.get('ScalableDimension');
      if (!kind.dimensions.includes(dimension.text ?? '')) yield fault(dimension, `"${dimension.text ?? ''}"`);
    }),
  },
  {
    id: 'OPS-602',
    title: 'Scalable target that may be made before what it scales',
    why: 'Application Auto Scaling refuses it: "ResourceId not found", whenever the target happens to be first.',
    fix: 'build ResourceId from references to the alias or endpoint (alias.addAutoScaling), or add a dependency.',
    source: 'Application Auto Scaling API reference, RegisterScalableTarget',
    check: each('AWS::ApplicationAutoScaling::ScalableTarget', function* (target, cloud) {
      const id = target.get('ResourceId');
      const scaled = cloud.find(id.text, 'AWS::Lambda::Alias', 'AWS::SageMaker::Endpoint');
      const parts = (id.text ?? '').split(/[:/]/);
      const literal = cloud
        .all('AWS::Lambda::Alias', 'AWS::SageMaker::Endpoint')
        .find(
          (one) =>
            parts.includes(cloud.nameOf(one) ?? '') &&
            cloud.named(id.text).some((fn) => cloud.named(one.properties.value).includes(fn)),
        );
      const made = scaled ?? literal;
      if (made === undefined) {
        if (isLiteral(id.text ?? '‹')) yield fault(id, `nothing here is "${id.text}"`);
      } else if (!cloud.after(target, made)) yield fault(id, `it may be made before ${made.id}`);
    }),
  },
  {
    id: 'OPS-603',
    title: 'Scaling from more to less, or by a metric of another service',
    why: 'Application Auto Scaling refuses it: "Maximum capacity cannot be less than minimum capacity", or the metric type is not valid for the namespace.',
    fix: 'let MinCapacity be MaxCapacity at most, and take the predefined metric of the service that is scaled.',
    source: 'Application Auto Scaling API reference, PutScalingPolicy',
    *check(cloud) {
      for (const target of cloud.all('AWS::ApplicationAutoScaling::ScalableTarget')) {
        const [least, most] = [target.get('MinCapacity'), target.get('MaxCapacity')];
        if ((least.number ?? 0) > (most.number ?? Infinity)) yield fault(least, `${least.number} to ${most.number}`);
      }
      for (const policy of cloud.all('AWS::ApplicationAutoScaling::ScalingPolicy')) {
        const target = cloud.named(policy.get('ScalingTargetId').value)[0];
        const kind = KINDS[target?.get('ServiceNamespace').text ?? policy.get('ServiceNamespace').text ?? ''];
        const metric = policy.get(
          'TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType',
        );
        if (kind !== undefined && metric.exists && !kind.metrics.includes(metric.text ?? ''))
          yield fault(metric, `"${metric.text}"`);
      }
    },
  },
];
