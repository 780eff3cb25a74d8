/** Templates as if they had been deployed: every reference becomes the name or ARN that CloudFormation would give it. */
import type { Templates } from './templates';

export const ACCOUNT = '111111111111';

type Resource = { Type: string; Properties?: Record<string, unknown> };
type Json = { Resources: Record<string, Resource>; Outputs?: Record<string, { Value: unknown }> };

/** What `Ref` gives for types whose reference is no name. */
const REF: Record<string, (arn: string, name: string) => string> = {
  'AWS::SecretsManager::Secret': (arn) => `${arn}-Ab12Cd`,
  'AWS::SageMaker::Endpoint': (arn) => arn,
  'AWS::SNS::Topic': (arn) => arn,
  'AWS::SQS::Queue': (arn, name) => `https://sqs.${arn.split(':')[3]}.amazonaws.com/${ACCOUNT}/${name}`,
};
/** Service and resource part of an ARN, by type. */
const ARN: Record<string, (name: string) => [service: string, resource: string]> = {
  'AWS::DynamoDB::GlobalTable': (name) => ['dynamodb', `table/${name}`],
  'AWS::SecretsManager::Secret': (name) => ['secretsmanager', `secret:${name}`],
  'AWS::SageMaker::Endpoint': (name) => ['sagemaker', `endpoint/${name.toLowerCase()}`],
  'AWS::KMS::Key': (name) => ['kms', `key/${name}`],
  'AWS::Logs::LogGroup': (name) => ['logs', `log-group:${name}:*`],
  'AWS::SQS::Queue': (name) => ['sqs', name],
  'AWS::SNS::Topic': (name) => ['sns', name],
  'AWS::CloudWatch::Alarm': (name) => ['cloudwatch', `alarm:${name}`],
};

/** @param region of all stacks whose values are asked for */
export function deployed(templates: Templates, stage: string, region: string) {
  const stacks = new Map(templates.parts.map((part) => [part, templates.of(part).toJSON() as Json]));
  const stackOf = (part: string): Json => {
    const stack = stacks.get(part);
    if (stack === undefined) throw new Error(`there is no stack ${part}`);
    return stack;
  };

  function resource(part: string, id: string): { type: string; name: string; arn: string } {
    const found = stackOf(part).Resources[id];
    if (found === undefined) throw new Error(`there is no ${id} in ${part}`);
    const type = found.Type;
    const name = type === 'AWS::S3::Bucket' ? `${part}-${id}`.toLowerCase() : `${part}-${id}`;
    if (type === 'AWS::S3::Bucket') return { type, name, arn: `arn:aws:s3:::${name}` };
    const [service, path] = ARN[type]?.(name) ?? ['unknown', `${type}/${name}`];
    return { type, name, arn: `arn:aws:${service}:${region}:${ACCOUNT}:${path}` };
  }

  function reference(part: string, id: string): string {
    const pseudo: Record<string, string> = {
      'AWS::AccountId': ACCOUNT,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (pseudo[id] !== undefined) return pseudo[id];
    const { type, name, arn } = resource(part, id);
    return REF[type]?.(arn, name) ?? name;
  }

  /** @throws Error for a function that no environment or policy of the app uses */
  function value(part: string, given: unknown): string {
    if (typeof given === 'string') return given;
    const [[kind, argument] = []] = Object.entries(given as Record<string, unknown>);
    if (kind === 'Ref') return reference(part, String(argument));
    if (kind === 'Fn::GetAtt') {
      const [id, attribute] = argument as [string, string];
      const { name, arn } = resource(part, id);
      return attribute === 'EndpointName' ? name : attribute === 'StreamArn' ? `${arn}/stream/2026` : arn;
    }
    if (kind === 'Fn::Join') {
      const [separator, items] = argument as [string, unknown[]];
      return items.map((item) => value(part, item)).join(separator);
    }
    if (kind === 'Fn::GetStackOutput') {
      const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
      const other = StackName.slice(`TalentMatch-${stage}-`.length);
      return value(other, stackOf(other).Outputs?.[OutputName]?.Value);
    }
    throw new Error(`${kind} is not known here`);
  }

  /** The function of a slug: its environment, and the statements of its role. */
  function functionOf(part: string, slug: string): { environment: Record<string, string>; policy: Statement[] } {
    const resources = Object.values(stackOf(part).Resources);
    const made = resources.find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::Function' && Properties?.Description === `Talent Match ${stage}: ${slug}`,
    );
    if (made === undefined) throw new Error(`there is no function ${slug} in ${part}`);
    const { Role, Environment } = made.Properties as unknown as FunctionProperties;
    const [roleId] = Role['Fn::GetAtt'];
    const inline = (stackOf(part).Resources[roleId]?.Properties?.Policies ?? []) as Policy[];
    const attached = resources
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .map(({ Properties }) => Properties as unknown as Policy & { Roles: { Ref?: string }[] })
      .filter(({ Roles }) => Roles.some((role) => role.Ref === roleId));
    const statements = [...inline, ...attached].flatMap((policy) => policy.PolicyDocument.Statement);
    return {
      environment: Object.fromEntries(
        Object.entries(Environment.Variables).map(([name, given]) => [name, value(part, given)]),
      ),
      policy: statements.map((statement) => ({
        effect: statement.Effect,
        actions: [statement.Action].flat(),
        resources: [statement.Resource].flat().map((one) => value(part, one)),
      })),
    };
  }

  return { functionOf, value };
}

interface FunctionProperties {
  Role: { 'Fn::GetAtt': [string] };
  Environment: { Variables: Record<string, unknown> };
}

interface Policy {
  PolicyDocument: { Statement: { Effect: string; Action: string | string[]; Resource: unknown }[] };
}

export interface Statement {
  effect: string;
  actions: string[];
  resources: string[];
}

/** Whether a policy allows an action on a resource, as IAM decides it without conditions. */
export function allows(policy: readonly Statement[], action: string, resource: string): boolean {
  const hits = policy.filter(
    (statement) =>
      statement.actions.some((one) => fits(one, action)) && statement.resources.some((one) => fits(one, resource)),
  );
  return hits.length > 0 && hits.every((statement) => statement.effect === 'Allow');
}

function fits(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(text);
}
