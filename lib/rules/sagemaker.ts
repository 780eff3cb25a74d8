/** SageMaker endpoints: variants, images and what a new account has none of. */
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const CONFIG = 'AWS::SageMaker::EndpointConfig';
/** Source: SageMaker developer guide, serverless endpoints. */
const SERVERLESS_MB = [1_024, 2_048, 3_072, 4_096, 5_120, 6_144];
const MOST_SERVERLESS_CONCURRENCY = 200;
/** Instance families with NVMe storage of their own. Source: SageMaker API reference, CreateEndpointConfig. */
const LOCAL_STORAGE = /^ml\.(\w+d|\w+dn|g[456]\w*|p[45]\w*|trn1\w*)\./;

export const sagemaker: readonly Rule[] = [
  {
    id: 'OPS-1501',
    title: 'Variant that is both serverless and of instances, or neither',
    why: 'SageMaker refuses it: "You must specify either ServerlessConfig or InstanceType".',
    fix: 'set ServerlessConfig, or InstanceType with InitialInstanceCount.',
    source: 'SageMaker API reference, ProductionVariant',
    check: each(CONFIG, function* (config) {
      for (const variant of config.get('ProductionVariants').items) {
        const [serverless, type] = [variant.get('ServerlessConfig'), variant.get('InstanceType')];
        if (serverless.exists === type.exists) yield fault(type, serverless.exists ? 'both' : 'neither');
        else if (type.exists && !/^ml\./.test(type.text ?? 'ml.')) yield fault(type, `"${type.text}"`);
        if (serverless.exists && variant.get('InitialInstanceCount').exists)
          yield fault(variant.get('InitialInstanceCount'), 'a count of no instances');
      }
    }),
  },
  {
    id: 'OPS-1502',
    title: 'Serverless endpoint of a size that SageMaker does not have',
    why: 'SageMaker refuses it: memory is 1,024 to 6,144 MB in whole gigabytes, and provisioned copies are no more than the most.',
    fix: `use MemorySizeInMB of ${SERVERLESS_MB.join(', ')} and MaxConcurrency of 1 to ${MOST_SERVERLESS_CONCURRENCY}.`,
    source: 'SageMaker developer guide, serverless endpoints',
    check: each(CONFIG, function* (config) {
      for (const variant of config.get('ProductionVariants').items) {
        const serverless = variant.get('ServerlessConfig');
        if (!serverless.exists) continue;
        const [memory, most, warm] = ['MemorySizeInMB', 'MaxConcurrency', 'ProvisionedConcurrency'].map((key) =>
          serverless.get(key),
        );
        if (memory !== undefined && !SERVERLESS_MB.includes(memory.number ?? 0))
          yield fault(memory, `${memory.number} MB`);
        if (most !== undefined && ((most.number ?? 0) < 1 || (most.number ?? 0) > MOST_SERVERLESS_CONCURRENCY))
          yield fault(most, `${most.number} at once`);
        if (warm !== undefined && (warm.number ?? 0) > (most?.number ?? Infinity))
          yield fault(warm, `${warm.number} of ${most?.number}`);
      }
    }),
  },
  {
    id: 'OPS-1503',
    title: 'Variant of a model that is not made before',
    why: 'SageMaker refuses it: "Could not find model".',
    fix: 'name the model by reference (model.attrModelName).',
    source: 'SageMaker API reference, CreateEndpointConfig',
    check: each(CONFIG, function* (config, cloud) {
      for (const name of config.get('ProductionVariants').items.map((variant) => variant.get('ModelName'))) {
        const model = cloud.find(name.text, 'AWS::SageMaker::Model');
        if (model === undefined ? isLiteral(name.text ?? '') : !cloud.after(config, model))
          yield fault(name, `"${name.text ?? ''}"`);
      }
    }),
  },
  {
    id: 'OPS-1504',
    title: 'Container image of another region',
    why: 'SageMaker refuses it: the image must be in the region of the model.',
    fix: 'take the image of the region: the account number of the AWS images differs by region, too.',
    source: 'SageMaker developer guide, Docker registry paths',
    check: each('AWS::SageMaker::Model', function* (model) {
      for (const container of [model.get('PrimaryContainer'), ...model.get('Containers').items]) {
        const image = container.get('Image');
        const region = /\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws/.exec(image.text ?? '')?.[1];
        if (region !== undefined && model.region !== undefined && region !== model.region)
          yield fault(image, `an image in ${region}`);
      }
    }),
  },
  {
    id: 'OPS-1505',
    title: 'Model that does not wait for the rights of its role',
    why: 'SageMaker tries the role at once: "Could not access model data", on the first deployment only.',
    fix: 'add a dependency of the model on the policy of its role.',
    source: 'SageMaker API reference, CreateModel; operations guide 9',
    check: each('AWS::SageMaker::Model', function* (model, cloud) {
      const at = model.get('ExecutionRoleArn');
      const role = cloud.find(at.text, 'AWS::IAM::Role');
      if (role === undefined) return;
      const policies = cloud
        .all('AWS::IAM::Policy')
        .filter((policy) => policy.stack === model.stack && cloud.named(policy.get('Roles').value).includes(role));
      const late = policies.filter((policy) => !cloud.after(model, policy));
      if (late.length > 0) yield fault(at, `it does not wait for ${late.map(({ id }) => id).join(', ')}`);
    }),
  },
  {
    id: 'OPS-1506',
    title: 'Endpoint on instances',
    why: 'A new account has a quota of 0 for most instance types: "The account-level service limit … is 0 Instances"; and it costs money day and night.',
    fix: 'use serverless, or raise the quota first and acknowledge the rule where the context key asks for instances.',
    source: 'SageMaker service quotas; operations guide 9, row 14',
    check: each(CONFIG, function* (config) {
      for (const variant of config.get('ProductionVariants').items) {
        const type = variant.get('InstanceType');
        if (type.exists) yield fault(type, `${variant.get('InitialInstanceCount').number ?? 1} × ${type.text}`);
      }
    }),
  },
  {
    id: 'OPS-1507',
    title: 'Key for the volume of an instance that has none',
    why: 'SageMaker refuses it: instance types with local storage, and serverless endpoints, take no KmsKeyId.',
    fix: 'leave KmsKeyId out; local storage is encrypted by its hardware.',
    source: 'SageMaker API reference, CreateEndpointConfig: KmsKeyId',
    check: each(CONFIG, function* (config) {
      const key = config.get('KmsKeyId');
      const types = config
        .get('ProductionVariants')
        .items.map((variant) => variant.get('InstanceType').text ?? 'serverless');
      const without = types.find((type) => type === 'serverless' || LOCAL_STORAGE.test(type));
      if (key.exists && without !== undefined) yield fault(key, `a key for ${without}`);
    }),
  },
];
