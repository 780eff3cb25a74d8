/** Services that a Region can have only once: where somebody has one already, the audit stack cannot make it. */
import { CloudControlClient, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { StageConfig } from '../../lib/stage-config';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem, warning } from './check';

interface Singleton {
  type: string;
  name: string;
  wanted(config: StageConfig): boolean;
  /** What Cloud Control asks of the service in the caller's name. */
  asks: string;
  /** @param others identifiers of those that are not of this stage */
  conflict(others: string): Finding;
}

const SINGLETONS: readonly Singleton[] = [
  {
    type: 'AWS::GuardDuty::Detector',
    name: 'GuardDuty',
    wanted: ({ audit, guardDuty }) => audit && guardDuty,
    asks: 'guardduty:ListDetectors',
    conflict: (others) =>
      problem(`GuardDuty is on already (${others}); a second detector cannot be made.`, '-c guardDuty=false'),
  },
  {
    type: 'AWS::AccessAnalyzer::Analyzer',
    name: 'IAM Access Analyzer',
    wanted: ({ audit, accessAnalyzer }) => audit && accessAnalyzer,
    asks: 'access-analyzer:ListAnalyzers',
    conflict: (others) =>
      problem(`There is an analyzer already (${others}); a second one cannot be made.`, '-c accessAnalyzer=false'),
  },
  {
    type: 'AWS::CloudTrail::Trail',
    name: 'CloudTrail',
    wanted: ({ audit }) => audit,
    asks: 'cloudtrail:ListTrails',
    conflict: (others) =>
      warning(
        `There is a trail already (${others}). The first copy of management events is free, the next costs 2 USD per 100,000.`,
      ),
  },
];

export const singletonsCheck: Check = {
  name: 'singletons',
  needless: ({ audit }) => (audit ? undefined : 'audit=false'),
  permissions: ({ config }) => [
    {
      actions: [
        'cloudformation:ListResources',
        'cloudformation:DescribeStackResources',
        ...SINGLETONS.filter(({ wanted }) => wanted(config)).map(({ asks }) => asks),
      ],
    },
  ],
  run: ({ config }, aws) =>
    Promise.all(SINGLETONS.filter(({ wanted }) => wanted(config)).map((one) => presence(aws, config, one))),
};

async function presence(aws: AwsAccess, { region, stage }: StageConfig, singleton: Singleton): Promise<Finding> {
  const client = new CloudControlClient(aws.client(region));
  const { ResourceDescriptions = [] } = await client.send(new ListResourcesCommand({ TypeName: singleton.type }));
  const ids = ResourceDescriptions.map(({ Identifier }) => Identifier).filter((id) => id !== undefined);
  const owners = await Promise.all(ids.map((id) => stackOf(aws, region, id)));
  const others = ids.filter((_, i) => !owners[i]?.startsWith(`TalentMatch-${stage}-`));
  if (others.length > 0) return singleton.conflict(others.join(', '));
  return ok(ids.length === 0 ? `${singleton.name}: none yet.` : `${singleton.name}: that of this stage.`);
}

/** The stack that made a resource, if one did. */
async function stackOf(aws: AwsAccess, region: string, id: string): Promise<string | undefined> {
  const client = new CloudFormationClient(aws.client(region));
  try {
    const command = new DescribeStackResourcesCommand({ PhysicalResourceId: id });
    const { StackResources = [] } = await client.send(command);
    return StackResources[0]?.StackName;
  } catch (error) {
    if ((error as Error).message.includes('does not exist')) return undefined;
    throw error;
  }
}
