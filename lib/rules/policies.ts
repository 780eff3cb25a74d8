/** What a policy lets a service or a role do. Deny statements and conditions are not weighed. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';

/** Statements with `Effect: Allow`. */
export function allowing(document: Place): Place[] {
  return document.get('Statement').items.filter((statement) => statement.get('Effect').text === 'Allow');
}

/** Does `pattern`, with `*` and `?`, cover the text? */
export function covers(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i').test(text);
}

export function coversAction(statement: Place, action: string): boolean {
  return statement.get('Action').texts.some((pattern) => covers(pattern, action));
}

/** Does a resource policy let the service do it? */
export function letsService(document: Place, service: string, action: string): boolean {
  return allowing(document).some((statement) => {
    const principal = statement.get('Principal');
    const names = [...principal.get('Service').texts, ...principal.get('AWS').texts, principal.text ?? ''];
    return (names.includes(service) || names.includes('*')) && coversAction(statement, action);
  });
}

/** Policy documents that are attached to a role in the app; undefined when it has managed policies that we can not read. */
export function documentsOf(role: Resource, cloud: Cloud): Place[] {
  const attached = cloud
    .all('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')
    .filter((policy) => cloud.named([policy.get('Roles').value, policy.get('RoleName').value]).includes(role));
  const managed = role
    .get('ManagedPolicyArns')
    .texts.flatMap((arn) => cloud.find(arn, 'AWS::IAM::ManagedPolicy') ?? []);
  return [
    ...role.get('Policies').items.map((policy) => policy.get('PolicyDocument')),
    ...[...attached, ...managed].map((policy) => policy.get('PolicyDocument')),
  ];
}

/** What AWS's own managed policies let a function do, as far as event sources go. Source: AWS managed policy reference. */
const AWS_MANAGED: readonly [RegExp, RegExp][] = [
  [/AWSLambdaDynamoDBExecutionRole$/, /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/],
  [/AWSLambdaSQSQueueExecutionRole$/, /^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$/],
  [/AdministratorAccess$/, /./],
];

/** May the role do it, to anything? */
export function roleMay(role: Resource, action: string, cloud: Cloud): boolean {
  const managed = role.get('ManagedPolicyArns').texts;
  return (
    documentsOf(role, cloud).some((document) => allowing(document).some((one) => coversAction(one, action))) ||
    AWS_MANAGED.some(([policy, actions]) => actions.test(action) && managed.some((arn) => policy.test(arn)))
  );
}

/** Services that may take the role. */
export function trusted(role: Resource): string[] {
  return allowing(role.get('AssumeRolePolicyDocument')).flatMap(
    (statement) => statement.get('Principal.Service').texts,
  );
}
