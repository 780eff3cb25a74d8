/** Services that a Region can have only once: the audit stack would fail to make a second one. */
import { CloudControlClient, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, warning } from './check';

interface Singleton {
  type: string;
  called: string;
  /** What Cloud Control asks of the service in the caller's name. */
  reads: readonly string[];
}

const SINGLETONS: readonly Singleton[] = [
  { type: 'AWS::GuardDuty::Detector', called: 'GuardDuty', reads: ['guardduty:ListDetectors'] },
  { type: 'AWS::SecurityHub::Hub', called: 'Security Hub', reads: ['securityhub:DescribeHub'] },
  { type: 'AWS::AccessAnalyzer::Analyzer', called: 'IAM Access Analyzer', reads: ['access-analyzer:ListAnalyzers'] },
  { type: 'AWS::CloudTrail::Trail', called: 'a trail of CloudTrail', reads: ['cloudtrail:ListTrails'] },
];

export const singletonsCheck: Check = {
  name: 'singletons',
  needless: ({ audit }) => (audit ? undefined : 'audit=false'),
  permissions: () => [{ actions: ['cloudformation:ListResources', ...SINGLETONS.flatMap(({ reads }) => reads)] }],
  run: ({ config }, aws) => Promise.all(SINGLETONS.map((singleton) => presence(aws, config.region, singleton))),
};

async function presence(aws: AwsAccess, region: string, { type, called }: Singleton): Promise<Finding> {
  const client = new CloudControlClient(aws.client(region));
  const { ResourceDescriptions = [] } = await client.send(new ListResourcesCommand({ TypeName: type }));
  const ids = ResourceDescriptions.map(({ Identifier }) => Identifier).filter((id) => id !== undefined);
  if (ids.length === 0) return ok(`${region} has no ${called.replace(/^a /, '')} yet.`);
  return warning(`${region} has ${called} already: ${ids.join(', ')}.`);
}
