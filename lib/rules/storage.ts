/** Buckets, secrets, trails and log groups. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { letsService } from './policies';
import { each, fault, type Rule } from './rule';

const BUCKET = 'AWS::S3::Bucket';
const LOGS = 'AWS::Logs::LogGroup';
/** Days that an object lies in STANDARD before it may move. Source: S3 user guide, lifecycle transitions. */
const INFREQUENT_DAYS = 30;

function policiesOf(bucket: Resource, cloud: Cloud): Resource[] {
  return cloud
    .all('AWS::S3::BucketPolicy')
    .filter((policy) => cloud.named(policy.get('Bucket').value).includes(bucket));
}

const days = (place: Place) => place.get('TransitionInDays').number ?? 0;

export const storage: readonly Rule[] = [
  {
    id: 'OPS-1901',
    title: 'Bucket with an access control list',
    why: 'S3 refuses it: "Bucket cannot have ACLs set with ObjectOwnership\'s BucketOwnerEnforced setting", the default since 2023.',
    fix: 'let a bucket policy do it; or set ObjectOwnership: BucketOwnerPreferred where a service needs the list.',
    source: 'S3 user guide, controlling ownership of objects',
    check: each(BUCKET, function* (bucket) {
      const list = bucket.get('AccessControl');
      const ownership = bucket.get('OwnershipControls.Rules.0.ObjectOwnership').text ?? 'BucketOwnerEnforced';
      if (
        list.exists &&
        !['Private', 'BucketOwnerFullControl'].includes(list.text ?? '') &&
        ownership === 'BucketOwnerEnforced'
      ) {
        yield fault(list, list.text ?? 'a list');
      }
    }),
  },
  {
    id: 'OPS-1902',
    title: 'Public policy on a bucket that blocks public policies',
    why: 'S3 refuses it: AccessDenied on PutBucketPolicy, with no word about why.',
    fix: 'name the principal, or narrow it with a condition; nothing of ours is public.',
    source: 'S3 user guide, blocking public access',
    check: each('AWS::S3::BucketPolicy', function* (policy, cloud) {
      const bucket = cloud.find(policy.get('Bucket').text, BUCKET);
      for (const statement of policy.get('PolicyDocument.Statement').items) {
        const principal = statement.get('Principal');
        const isAnybody = principal.text === '*' || principal.get('AWS').texts.includes('*');
        const isOpen = statement.get('Effect').text === 'Allow' && isAnybody && !statement.get('Condition').exists;
        if (isOpen && bucket?.get('PublicAccessBlockConfiguration.BlockPublicPolicy').value !== false)
          yield fault(principal, 'anybody');
      }
    }),
  },
  {
    id: 'OPS-1903',
    title: 'Lifecycle that S3 does not take',
    why: 'S3 refuses it: objects lie 30 days before they move to STANDARD_IA or ONEZONE_IA, are deleted after their last move, and a rule does something.',
    fix: 'move after 30 days or more, expire later than that, or leave the move out.',
    source: 'S3 user guide, lifecycle configuration elements',
    check: each(BUCKET, function* (bucket) {
      for (const rule of bucket.get('LifecycleConfiguration.Rules').items) {
        const moves = rule.get('Transitions').items;
        const expiry = rule.get('ExpirationInDays');
        for (const move of moves) {
          const isEarly = /_IA$/.test(move.get('StorageClass').text ?? '') && days(move) < INFREQUENT_DAYS;
          if (isEarly) yield fault(move.get('TransitionInDays'), `${days(move)} days`);
          else if (expiry.number !== undefined && expiry.number <= days(move))
            yield fault(expiry, `deleted after ${expiry.number} days, moved after ${days(move)}`);
        }
        const does = [
          'Transitions',
          'ExpirationInDays',
          'ExpirationDate',
          'AbortIncompleteMultipartUpload',
          'NoncurrentVersionExpiration',
          'NoncurrentVersionTransitions',
          'ExpiredObjectDeleteMarker',
        ];
        if (!does.some((action) => rule.get(action).exists)) yield fault(rule, 'a rule that does nothing');
      }
    }),
  },
  {
    id: 'OPS-1904',
    title: 'Rotation by a function that does not let Secrets Manager in',
    why: 'Secrets Manager refuses it: "Secrets Manager cannot invoke the specified Lambda function".',
    fix: 'add an AWS::Lambda::Permission for secretsmanager.amazonaws.com, and let the schedule depend on it.',
    source: 'Secrets Manager user guide, Lambda rotation function permissions',
    check: each('AWS::SecretsManager::RotationSchedule', function* (schedule, cloud) {
      const at = schedule.get('RotationLambdaARN');
      const fn = cloud.find(at.text, 'AWS::Lambda::Function', 'AWS::Lambda::Alias');
      if (fn === undefined) return;
      const permission = cloud
        .all('AWS::Lambda::Permission')
        .find(
          (one) =>
            cloud.named(one.get('FunctionName').value).includes(fn) &&
            one.get('Principal').text === 'secretsmanager.amazonaws.com',
        );
      if (permission === undefined) yield fault(at, `secretsmanager.amazonaws.com may not invoke ${fn.id}`);
      else if (!cloud.after(schedule, permission)) yield fault(at, `it does not wait for ${permission.id}`);
    }),
  },
  {
    id: 'OPS-1905',
    title: 'Rotation that runs while it is deployed',
    why: 'The first rotation starts at once and, when it fails, so does the deployment; the old key is gone.',
    fix: 'set RotateImmediatelyOnUpdate: false.',
    source: 'CloudFormation template reference, AWS::SecretsManager::RotationSchedule',
    check: each('AWS::SecretsManager::RotationSchedule', function* (schedule) {
      const now = schedule.get('RotateImmediatelyOnUpdate');
      if (String(now.value) !== 'false') yield fault(now, String(now.value ?? 'the default is true'));
    }),
  },
  {
    id: 'OPS-1906',
    title: 'Trail whose bucket does not let CloudTrail in, or not yet',
    why: 'CloudTrail refuses it: "Incorrect S3 bucket policy is detected for bucket".',
    fix: 'let cloudtrail.amazonaws.com s3:GetBucketAcl and s3:PutObject in the bucket policy, and let the trail depend on the policy.',
    source: 'CloudTrail user guide, Amazon S3 bucket policy for CloudTrail',
    check: each('AWS::CloudTrail::Trail', function* (trail, cloud) {
      const at = trail.get('S3BucketName');
      const bucket = cloud.find(at.text, BUCKET);
      if (bucket === undefined) return;
      const policies = policiesOf(bucket, cloud);
      const isIn = ['s3:GetBucketAcl', 's3:PutObject'].every((action) =>
        policies.some((policy) => letsService(policy.get('PolicyDocument'), 'cloudtrail.amazonaws.com', action)),
      );
      if (!isIn) yield fault(at, `the policy of ${bucket.id} does not let CloudTrail write`);
      else if (!policies.some((policy) => cloud.after(trail, policy)))
        yield fault(at, 'the trail does not wait for the bucket policy');
    }),
  },
  {
    id: 'OPS-1907',
    title: 'Trail with two kinds of event selectors',
    why: 'CloudTrail refuses it: EventSelectors and AdvancedEventSelectors exclude each other.',
    fix: 'use AdvancedEventSelectors only.',
    source: 'CloudTrail API reference, PutEventSelectors',
    check: each('AWS::CloudTrail::Trail', function* (trail) {
      const advanced = trail.get('AdvancedEventSelectors');
      if (advanced.items.length > 0 && trail.get('EventSelectors').items.length > 0)
        yield fault(advanced, 'both kinds');
    }),
  },
  {
    id: 'OPS-1908',
    title: 'Log group that keeps everything for ever',
    why: 'Nothing fails; the bill grows each month, and what users sent is kept without end.',
    fix: 'set RetentionInDays (config.logRetentionDays).',
    source: 'operations guide: every log group has a retention',
    check: each(LOGS, function* (group) {
      if (!group.get('RetentionInDays').exists) yield fault(group.get('RetentionInDays'), 'no retention');
    }),
  },
  {
    id: 'OPS-1909',
    title: 'Log group without metrics where metrics are read from it',
    why: 'INFREQUENT_ACCESS has no metric filters and no embedded metrics: dashboards stay empty, and a filter is refused.',
    fix: 'use the log class STANDARD for functions and for groups with metric filters.',
    source: 'CloudWatch Logs user guide, log classes',
    check: each(LOGS, function* (group, cloud) {
      const kind = group.get('LogGroupClass');
      const readers = [
        ...cloud.all('AWS::Logs::MetricFilter').map((filter) => [filter, filter.get('LogGroupName')] as const),
        ...cloud.all('AWS::Lambda::Function').map((fn) => [fn, fn.get('LoggingConfig.LogGroup')] as const),
      ];
      const reader = readers.find(([, place]) => cloud.named(place.value).includes(group))?.[0];
      if (kind.exists && kind.text !== 'STANDARD' && reader !== undefined)
        yield fault(kind, `${kind.text} for ${reader.id}`);
    }),
  },
  {
    id: 'OPS-1910',
    title: 'Metric filter with more dimensions than it may have, or with a default beside them',
    why: 'CloudWatch Logs refuses it: three dimensions at most, and none together with DefaultValue.',
    fix: 'drop DefaultValue or the dimensions.',
    source: 'CloudWatch Logs API reference, MetricTransformation',
    check: each('AWS::Logs::MetricFilter', function* (filter) {
      for (const transformation of filter.get('MetricTransformations').items) {
        const dimensions = transformation.get('Dimensions');
        if (dimensions.items.length > 3) yield fault(dimensions, `${dimensions.items.length} dimensions`);
        else if (dimensions.items.length > 0 && transformation.get('DefaultValue').exists)
          yield fault(transformation.get('DefaultValue'), 'a default beside dimensions');
      }
    }),
  },
];
