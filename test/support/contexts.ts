/** Contexts of the CDK that tests synthesise with. */

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
