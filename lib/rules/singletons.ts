/** Things of which an account, or an account in a region, can have only one. */
import type { Resource } from './place';
import { fault, type Rule } from './rule';

/** Making a second one fails. Source: CloudFormation template reference and API reference of each. */
const ONLY_ONE = [
  'AWS::AccessAnalyzer::Analyzer',
  'AWS::ApplicationSignals::Discovery',
  'AWS::Config::ConfigurationRecorder',
  'AWS::Config::DeliveryChannel',
  'AWS::GuardDuty::Detector',
  'AWS::Inspector::AssessmentTarget',
  'AWS::Macie::Session',
  'AWS::SecurityHub::Hub',
  'AWS::SecurityHub::HubV2',
];

/** A second one overwrites the first. */
const OVERWRITTEN = ['AWS::ApiGateway::Account'];

/** Only a person in a console can complete them. */
const BY_HAND = ['AWS::Chatbot::SlackChannelConfiguration', 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration'];

/** Log policies of an account in a region. Source: CloudWatch Logs quotas. */
const MOST_LOG_POLICIES = 10;

export const singletons: readonly Rule[] = [
  {
    id: 'OPS-2001',
    title: 'Resource of which the account may have one already',
    why: 'The stack fails where somebody switched the service on before: "already exists"; Slack and Teams need a handshake in the console first.',
    fix: 'make it only behind a context key, default off, and acknowledge the rule there with the name of the key; preflight looks for one that exists.',
    source: 'operations guide 5, account singletons',
    *check(cloud) {
      for (const resource of cloud.all(...ONLY_ONE, ...BY_HAND)) yield fault(resource.properties, resource.type);
    },
  },
  {
    id: 'OPS-2002',
    title: 'Two of what a region can have only one of',
    why: 'The second is refused, or overwrites the first without a word.',
    fix: 'keep one, in the stack that the others lean on.',
    source: 'operations guide 5, account singletons',
    *check(cloud) {
      const first = new Map<string, Resource>();
      for (const resource of cloud.all(...ONLY_ONE, ...OVERWRITTEN)) {
        const key = `${resource.type} ${resource.region} ${resource.get('Type').text}`;
        const other = first.get(key);
        if (other !== undefined) yield fault(resource.properties, `${other.name} is one already`);
        else first.set(key, resource);
      }
    },
  },
  {
    id: 'OPS-2003',
    title: 'More log policies than a region may have',
    why: 'CloudWatch Logs refuses the eleventh: LimitExceededException.',
    fix: 'name log groups that services write to /aws/vendedlogs/…, which need no policy, or put the policy on the log group.',
    source: 'CloudWatch Logs quotas: resource policies',
    *check(cloud) {
      const regions = new Map<string | undefined, Resource[]>();
      for (const policy of cloud.all('AWS::Logs::ResourcePolicy')) {
        const all = [...(regions.get(policy.region) ?? []), policy];
        regions.set(policy.region, all);
        if (all.length === MOST_LOG_POLICIES + 1) yield fault(policy.properties, `the ${all.length}th in the region`);
      }
    },
  },
];
