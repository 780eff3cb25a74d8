/** The deployments that are checked, as contexts of the CDK: between them they make every stack, with a fixed account and without. */

/** Everything that a context can switch on, in one deployment. */
export const everything: Readonly<Record<string, string>> = {
  stage: 'prod',
  account: '111111111111',
  region: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  anomalyMonitor: 'true',
  budgetScope: 'stage',
  openAi: 'create',
  huggingFace: 'create',
  smokeClient: 'true',
  corsOrigins: 'https://app.example.com',
  domainName: 'api.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
  hostedZoneId: 'Z0123456789',
  hostedZoneName: 'example.com',
  provisionedConcurrency: '2',
  provisionedConcurrencyMax: '10',
  backupCopyRegion: 'eu-central-1',
  replicaRegion: 'eu-central-1',
  sageMaker: 'serverless',
  backfill: 'true',
  audit: 'true',
  accessAnalyzer: 'true',
  guardDuty: 'true',
  pipelineConnectionArn:
    'arn:aws:codeconnections:eu-west-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
  pipelineRepository: 'example/talent-match',
};

/** The documented command of docs/deploy.md. */
export const documented: Readonly<Record<string, string>> = { stage: 'prod', alarmEmail: 'oncall@example.com' };

/** The service on the replicas of `everything`, in the second region (docs/recover.md). */
export const secondRegion: Readonly<Record<string, string>> = {
  stage: 'prod',
  account: '111111111111',
  region: 'eu-central-1',
  homeRegion: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  jobsTable: 'TalentMatch-prod-data-Jobs',
  jobsTableStreamArn:
    'arn:aws:dynamodb:eu-central-1:111111111111:table/TalentMatch-prod-data-Jobs/stream/2026-11-21T00:00:00.000',
  jobsTableKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/00000000-0000-0000-0000-000000000001',
  candidatesTable: 'TalentMatch-prod-data-Candidates',
  candidatesTableKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/00000000-0000-0000-0000-000000000002',
};
