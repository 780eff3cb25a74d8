/** Settings that are each allowed, but not with one another. */
import { isPriced } from '../lambdas/providers/pricing';
import { embeddingImage, IMAGE_ACCOUNTS, profilePrefix } from './models';
import type { StageConfig } from './stage-config';

/** What a handler keeps for writing its answer (http/deadline.ts keeps 700 ms), and a function before the gateway. */
const RESERVE_MS = 1_000;
/** A daily budget that is used up on each of them is a month's. */
export const LONGEST_MONTH_DAYS = 31;

/** One sentence per fault; none when the settings go together. */
export function together(config: StageConfig): string[] {
  const functionMs = config.functionTimeoutSeconds * 1_000;
  const rules: [boolean, string][] = [
    [
      config.chainTimeoutMs + RESERVE_MS > functionMs,
      `chainTimeoutMs: ${config.chainTimeoutMs} leaves the function of ${config.functionTimeoutSeconds} s no time to answer; allowed: ${functionMs - RESERVE_MS} or less`,
    ],
    [
      functionMs + RESERVE_MS > config.gatewayTimeoutMs,
      `functionTimeoutSeconds: ${config.functionTimeoutSeconds} outlasts the gateway's ${config.gatewayTimeoutMs} ms; allowed: ${Math.floor((config.gatewayTimeoutMs - RESERVE_MS) / 1_000)} or less`,
    ],
    [
      config.stage.startsWith('prod') && config.alarmEmail === undefined,
      'alarmEmail: nothing was given; a prod stage needs somebody who gets its alarms',
    ],
    [
      LONGEST_MONTH_DAYS * config.dailyBudgetUsd > config.budgetUsd,
      `dailyBudgetUsd: ${config.dailyBudgetUsd} on each of ${LONGEST_MONTH_DAYS} days is more than budgetUsd, ${config.budgetUsd}; allowed: ${Math.floor((100 * config.budgetUsd) / LONGEST_MONTH_DAYS) / 100} or less, or a higher budgetUsd`,
    ],
    [
      config.domainName !== undefined && config.certificateArn === undefined,
      'certificateArn: nothing was given; domainName needs a certificate in the same region',
    ],
    [
      config.certificateArn !== undefined && config.domainName === undefined,
      'domainName: nothing was given; certificateArn is of no use without it',
    ],
    [
      config.certificateArn !== undefined && config.certificateArn.split(':')[3] !== config.region,
      `certificateArn: it is of ${config.certificateArn?.split(':')[3]}; allowed: a certificate in ${config.region}`,
    ],
    [
      (config.hostedZoneId === undefined) !== (config.hostedZoneName === undefined),
      'hostedZoneId, hostedZoneName: give both or neither',
    ],
    [
      config.hostedZoneId !== undefined && config.domainName === undefined,
      'domainName: nothing was given; hostedZoneId is of no use without it',
    ],
    [
      config.backupCopyRegion === config.region,
      `backupCopyRegion: ${config.region} is the region itself; allowed: another region`,
    ],
    [config.backupCopyRegion !== undefined && !config.backups, 'backups: false was given; backupCopyRegion needs true'],
    [
      config.replicaRegion === config.region,
      `replicaRegion: ${config.region} is the region itself; allowed: another region`,
    ],
    [
      config.replicaRegion !== undefined && config.account === undefined,
      'account: nothing was given; replicaRegion needs it, or credentials',
    ],
    ...secondRegion(config),
    [
      (config.pipelineConnectionArn === undefined) !== (config.pipelineRepository === undefined),
      'pipelineConnectionArn, pipelineRepository: give both or neither',
    ],
    [
      config.provisionedConcurrencyMax !== 0 && config.provisionedConcurrencyMax < config.provisionedConcurrency,
      `provisionedConcurrencyMax: ${config.provisionedConcurrencyMax} is below provisionedConcurrency; allowed: ${config.provisionedConcurrency} or more, or 0 for no auto scaling`,
    ],
    [
      config.throttleBurst < config.throttleRate / 10,
      `throttleBurst: ${config.throttleBurst} is less than a tenth of throttleRate; allowed: ${Math.ceil(config.throttleRate / 10)} or more`,
    ],
    ...(['accessAnalyzer', 'guardDuty'] as const).map((key): [boolean, string] => [
      config[key] && !config.audit,
      `${key}: true was given; it needs audit=true`,
    ]),
    ...(['textModel', 'openAiModel'] as const).map((key): [boolean, string] => [
      !isPriced(config[key]),
      `${key}: ${config[key]} has no price; allowed: a model of lambdas/providers/pricing.ts, or one that you add there`,
    ]),
    [
      config.sageMaker !== 'none' && config.sageMakerImage === undefined && embeddingImage(config.region) === undefined,
      `sageMakerImage: nothing was given, and the image for ${config.region} is not known; allowed: a region of ${Object.keys(IMAGE_ACCOUNTS).join(', ')}, or the URI of an image`,
    ],
    [
      !profileServes(config),
      `textModel: ${config.textModel} is an inference profile that ${config.region} does not have; allowed: ${profilePrefix(config.region)}.… or global.…, or a model without a profile`,
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, fault]) => fault);
}

/** Tables that exist, and the deployment to the second region. */
function secondRegion(config: StageConfig): [boolean, string][] {
  const { region, homeRegion, jobsTable, candidatesTable, jobsTableStreamArn } = config;
  const elsewhere = (arn: string | undefined) => arn !== undefined && arn.split(':')[3] !== region;
  const keyed = config.customerKeys && homeRegion !== undefined;
  return [
    [homeRegion === region, `homeRegion: ${region} is the region itself; allowed: the region of the first deployment`],
    [
      homeRegion !== undefined && (jobsTable === undefined || candidatesTable === undefined),
      'jobsTable, candidatesTable: give both; homeRegion makes no tables (npm run fail-over finds their names)',
    ],
    [
      keyed && (config.jobsTableKeyArn === undefined || config.candidatesTableKeyArn === undefined),
      'jobsTableKeyArn, candidatesTableKeyArn: give both; replicas have keys of their own (npm run fail-over finds them)',
    ],
    [
      homeRegion !== undefined && config.replicaRegion !== undefined,
      `replicaRegion: ${config.replicaRegion} was given; replicas are made by the deployment in ${homeRegion}`,
    ],
    [config.jobsTableKeyArn !== undefined && jobsTable === undefined, 'jobsTableKeyArn: of no use without jobsTable'],
    [
      config.candidatesTableKeyArn !== undefined && candidatesTable === undefined,
      'candidatesTableKeyArn: of no use without candidatesTable',
    ],
    [
      jobsTableStreamArn !== undefined && !jobsTableStreamArn.includes(`:table/${jobsTable}/stream/`),
      `jobsTableStreamArn: it is not of jobsTable (${jobsTable}); allowed: the stream of that table`,
    ],
    ...(['jobsTableStreamArn', 'jobsTableKeyArn', 'candidatesTableKeyArn'] as const).map((key): [boolean, string] => [
      elsewhere(config[key]),
      `${key}: it is of ${config[key]?.split(':')[3]}; allowed: one in ${region}`,
    ]),
  ];
}

function profileServes({ textModel, region: regionName }: StageConfig): boolean {
  const prefix = /^(us|eu|apac|jp|au|ca|us-gov|global)\./.exec(textModel)?.[1];
  if (prefix === undefined || prefix === 'global' || prefix === profilePrefix(regionName)) return true;
  const own: Record<string, RegExp> = {
    jp: /^ap-northeast-[13]$/,
    au: /^ap-southeast-[24]$/,
    ca: /^ca-/,
    'us-gov': /^us-gov-/,
  };
  return own[prefix]?.test(regionName) ?? false;
}
