/** Keys that refuse the service which must use them, or that nobody can ever change again. */
import { allowing, coversAction, letsService } from './policies';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

/** Where each type names its key. */
const KEY_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'EncryptionKeyArn',
  'AWS::CloudTrail::Trail': 'KMSKeyId',
  'AWS::CodePipeline::Pipeline': 'ArtifactStore.EncryptionKey.Id',
  'AWS::Lambda::Function': 'KmsKeyArn',
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::S3::Bucket':
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  'AWS::SecretsManager::Secret': 'KmsKeyId',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::SQS::Queue': 'KmsMasterKeyId',
};

export const keys: readonly Rule[] = [
  {
    id: 'OPS-401',
    title: 'Key policy without the account',
    why: 'KMS refuses it: "The new key policy will not allow you to update the key policy in the future".',
    fix: 'keep the statement that lets arn:aws:iam::ACCOUNT:root do kms:* (the default policy of Key has it).',
    source: 'KMS developer guide, default key policy',
    check: each('AWS::KMS::Key', function* (key) {
      const policy = key.get('KeyPolicy');
      if (!policy.exists) return;
      const isManaged = allowing(policy).some(
        (statement) =>
          coversAction(statement, 'kms:PutKeyPolicy') &&
          [...statement.get('Principal.AWS').texts, statement.get('Principal').text ?? ''].some((who) => who !== ''),
      );
      if (!isManaged) yield fault(policy, 'nobody may kms:PutKeyPolicy');
    }),
  },
  {
    id: 'OPS-402',
    title: 'Log group whose key does not let CloudWatch Logs in',
    why: 'CloudWatch Logs refuses it: "The specified KMS key does not exist or is not allowed to be used".',
    fix: 'let logs.REGION.amazonaws.com kms:Encrypt, Decrypt, ReEncrypt*, GenerateDataKey* and DescribeKey in the key policy.',
    source: 'CloudWatch Logs user guide, encrypt log data using KMS',
    check: each('AWS::Logs::LogGroup', function* (group, cloud) {
      const at = group.get('KmsKeyId');
      const key = cloud.find(at.text, 'AWS::KMS::Key');
      if (key === undefined) {
        if (at.text !== undefined && isLiteral(at.text) && !/^arn:[^:]+:kms:[^:]+:\d{12}:key\//.test(at.text)) {
          yield fault(at, `"${at.text}" is not the ARN of a key`);
        }
        return;
      }
      const policy = key.get('KeyPolicy');
      const isIn = ['Encrypt', 'Decrypt', 'GenerateDataKey'].every((action) =>
        [`logs.${group.region}.amazonaws.com`, 'logs.amazonaws.com'].some((who) =>
          letsService(policy, who, `kms:${action}`),
        ),
      );
      if (!isIn)
        yield fault(at, `${key.id} does not let logs.${group.region ?? 'REGION'}.amazonaws.com encrypt and decrypt`);
    }),
  },
  {
    id: 'OPS-403',
    title: 'Key of another region',
    why: 'The service refuses it: a key works only in the region that it is in.',
    fix: 'make a key, or a replica of a multi-region key, in the region of the resource.',
    source: 'KMS developer guide, multi-Region keys',
    check: each(Object.keys(KEY_PROPERTY), function* (resource, cloud) {
      const at = resource.get(KEY_PROPERTY[resource.type] ?? '');
      const key = cloud.find(at.text, 'AWS::KMS::Key');
      const region = key?.region ?? /^arn:[^:]+:kms:([^:]+):/.exec(at.text ?? '')?.[1];
      if (region !== undefined && resource.region !== undefined && region !== resource.region) {
        yield fault(at, `a key in ${region} for a resource in ${resource.region}`);
      }
    }),
  },
  {
    id: 'OPS-404',
    title: 'Alias in the name space of AWS',
    why: 'KMS refuses it: alias/aws/ is reserved.',
    fix: 'name it alias/ and something of your own, with the stage.',
    source: 'KMS API reference, CreateAlias',
    check: each('AWS::KMS::Alias', function* (alias) {
      const name = alias.get('AliasName');
      if (name.text !== undefined && (!name.text.startsWith('alias/') || name.text.startsWith('alias/aws/'))) {
        yield fault(name, `"${name.text}"`);
      }
    }),
  },
  {
    id: 'OPS-405',
    title: 'Trail whose key does not let CloudTrail in',
    why: 'CloudTrail refuses it: InsufficientEncryptionPolicyException.',
    fix: 'let cloudtrail.amazonaws.com kms:GenerateDataKey* and kms:DescribeKey in the key policy.',
    source: 'CloudTrail user guide, configure KMS key policies',
    check: each('AWS::CloudTrail::Trail', function* (trail, cloud) {
      const at = trail.get('KMSKeyId');
      const key = cloud.find(at.text, 'AWS::KMS::Key');
      if (key !== undefined && !letsService(key.get('KeyPolicy'), 'cloudtrail.amazonaws.com', 'kms:GenerateDataKey')) {
        yield fault(at, `${key.id} does not let cloudtrail.amazonaws.com kms:GenerateDataKey`);
      }
    }),
  },
];
