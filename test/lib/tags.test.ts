/** Every resource that can carry tags carries those that a bill is split by. */
import { COST_REGION } from '../../lib/cost-stack';
import { type Resource, type SynthesisedStack, synthesise } from '../../ops/synthesise';
import { everything } from '../support/contexts';

const reasons = (reason: string, types: readonly string[]) => types.map((type) => [type, reason] as const);

/** Types without tags in CloudFormation, and why that hides nothing from the bill. */
const UNTAGGABLE: ReadonlyMap<string, string> = new Map([
  ...reasons('part of a REST API, which is tagged; its stage is what is billed', [
    'AWS::ApiGateway::Account',
    'AWS::ApiGateway::Authorizer',
    'AWS::ApiGateway::BasePathMapping',
    'AWS::ApiGateway::Deployment',
    'AWS::ApiGateway::GatewayResponse',
    'AWS::ApiGateway::Method',
    'AWS::ApiGateway::RequestValidator',
    'AWS::ApiGateway::Resource',
    'AWS::ApiGateway::UsagePlanKey',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::WAFv2::WebACLAssociation',
  ]),
  ...reasons('part of a function, which is tagged', [
    'AWS::Lambda::Alias',
    'AWS::Lambda::Permission',
    'AWS::Lambda::Version',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
  ]),
  ...reasons('part of a user pool, which is tagged', [
    'AWS::Cognito::UserPoolClient',
    'AWS::Cognito::UserPoolDomain',
    'AWS::Cognito::UserPoolGroup',
    'AWS::Cognito::UserPoolResourceServer',
  ]),
  ...reasons('costs nothing', [
    'AWS::AppConfig::HostedConfigurationVersion',
    'AWS::Backup::BackupSelection',
    'AWS::Backup::RestoreTestingSelection',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Subscription',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::Events::EventBusPolicy',
    'AWS::CodeStarNotifications::NotificationRule',
  ]),
  ...reasons('a schedule has the tags of its group, and ours are in the default one; a millionth of a USD a run', [
    'AWS::Scheduler::Schedule',
  ]),
  ...reasons('belongs to a hosted zone that is not ours', ['AWS::Route53::RecordSet']),
]);

/** Tags are a list of keys and values, or a map, under one of several names; a global table has them by replica. */
function tagsOf({ Properties = {} }: Resource): Record<string, unknown> {
  const lists = Object.entries(Properties).filter(([name]) => /Tags$/.test(name));
  const replica = (Properties.Replicas as { Tags?: unknown }[] | undefined)?.[0]?.Tags;
  return Object.assign(
    {},
    ...[...lists.map(([, value]) => value), replica].map((tags) =>
      Array.isArray(tags)
        ? Object.fromEntries((tags as { Key: string; Value: unknown }[]).map(({ Key, Value }) => [Key, Value]))
        : tags,
    ),
  );
}

describe('tags', () => {
  let stacks: readonly SynthesisedStack[];
  beforeAll(() => {
    ({ stacks } = synthesise(everything));
  });

  test('say application, stage and component on every resource that can carry them', () => {
    const bare = stacks.flatMap(({ part, resources }) =>
      Object.entries(resources)
        .filter(([, resource]) => {
          const { application, stage, component } = tagsOf(resource);
          return !(application === 'talent-match' && stage === 'prod' && component === part);
        })
        .filter(([, { Type }]) => !UNTAGGABLE.has(Type))
        .map(([id, { Type }]) => `${part}: ${Type} ${id}`),
    );
    expect(bare).toEqual([]);
  });

  test('are on none of the types that are said to have no tags', () => {
    const tagged = stacks.flatMap(({ resources }) =>
      Object.values(resources).filter((resource) => UNTAGGABLE.has(resource.Type) && 'application' in tagsOf(resource)),
    );
    expect(tagged).toEqual([]);
  });

  test('are on the stacks of every region', () => {
    expect(new Set(stacks.map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'eu-central-1', COST_REGION]));
  });
});
