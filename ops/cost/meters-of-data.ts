/** Meters of what is kept: tables, objects, keys, secrets, backups. */
import { DAYS_PER_MONTH, idle, list, type Meters, record, used } from './quantity';

/** A document that is too large for the body is a scan or a portfolio, but most are not. */
const UPLOAD_MB = 0.3;
/** Days that warm and cold backups are kept, of daily and weekly ones (lib/recovery-stack.ts). */
const DAILY_KEPT = 35;
const WEEKLY_WARM_WEEKS = 30 / 7;
const WEEKLY_COLD_WEEKS = 335 / 7;
/** Key calls per request: DynamoDB and S3 keep data keys for minutes. */
const KEY_CALLS_PER_REQUEST = 0.05;
/** A container reads a secret every five minutes. */
const SECRET_READS_PER_HOUR = 60;

/** Requests of the tables are counted at the table with the vectors, where nearly all of them go. */
const isJobs = (properties: Readonly<Record<string, unknown>>) => list(properties.VectorIndexes).length > 0;

export const metersOfData: Readonly<Record<string, Meters>> = {
  'AWS::DynamoDB::GlobalTable': ({ properties, month, config }) => {
    if (!isJobs(properties)) return [];
    const recovered = JSON.stringify(properties.Replicas).includes('"PointInTimeRecoveryEnabled":true');
    const copies = list(properties.Replicas).length - 1;
    const vectorGb = month.indexedGb;
    // A vector written is its numbers; a search goes through its market's part of one index: an upper bound.
    const perSpace = vectorGb / Math.max(1, list(properties.VectorIndexes).length);
    const perJobGb = month.jobs === 0 ? 0 : vectorGb / month.jobs;
    return [
      used('table writes', month.writes),
      used('table reads', month.reads),
      used('table storage', month.storedGb * (1 + copies)),
      used('vector storage', vectorGb * (1 + copies)),
      used('vector writes', month.jobChanges * perJobGb * (1 + copies)),
      used('vector searches', month.searches * Math.max(perSpace, 0.000001)),
      ...(recovered ? [used('point-in-time recovery', month.storedGb)] : []),
      ...(config.replicaRegion === undefined ? [] : [used('replica writes', month.writes)]),
    ];
  },
  'AWS::S3::Bucket': ({ month, stack }) =>
    stack.part === 'data'
      ? [
          used('object writes', month.uploads),
          used('object reads', month.uploads),
          // An upload is kept for a day.
          used('object storage', (month.uploads * UPLOAD_MB) / 1_000 / DAYS_PER_MONTH),
        ]
      : [idle('object storage', 0.1), idle('object writes', 1_000)],
  'AWS::KMS::Key': ({ month, stacks }) => {
    const keys = stacks.flatMap(({ resources }) =>
      Object.values(resources).filter(({ Type }) => Type === 'AWS::KMS::Key'),
    ).length;
    return [idle('customer keys'), used('key requests', (month.requests * KEY_CALLS_PER_REQUEST) / keys)];
  },
  'AWS::SecretsManager::Secret': ({ month }) => [
    idle('secrets'),
    used('secret reads', 730 * month.hoursInUse * SECRET_READS_PER_HOUR),
  ],
  'AWS::Backup::BackupPlan': ({ properties, month, config }) => {
    const rules = list(record(properties.BackupPlan).BackupPlanRule).map(record);
    const copied = rules.filter(({ CopyActions }) => list(CopyActions).length > 0).length;
    const gb = month.storedGb;
    return [
      used('backup storage', gb * (DAILY_KEPT + WEEKLY_WARM_WEEKS)),
      used('backup cold storage', gb * WEEKLY_COLD_WEEKS),
      ...(config.backupCopyRegion === undefined
        ? []
        : [
            used('backup copies', gb * (DAYS_PER_MONTH + 4) * Math.min(1, copied)),
            used('backup storage', gb * (DAILY_KEPT + WEEKLY_WARM_WEEKS) * Math.min(1, copied)),
          ]),
    ];
  },
  'AWS::Backup::RestoreTestingPlan': ({ month }) => [used('backup restores', month.storedGb)],
};
