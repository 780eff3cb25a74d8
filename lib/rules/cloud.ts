/** The resources of every stack of the app, resolved, so that a rule can walk from an alarm to the key of its topic. */
import { Resource } from './place';
import { resolve } from './resolve';
import { marksIn, type StackTemplate } from './template';

/** Property that holds a resource's own name, where it is not called `Name`. */
const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage': 'StageName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CodeDeploy::DeploymentConfig': 'DeploymentConfigName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SageMaker::Endpoint': 'EndpointName',
  'AWS::SageMaker::EndpointConfig': 'EndpointConfigName',
  'AWS::SageMaker::Model': 'ModelName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** All stacks of the app, as one. */
export class Cloud {
  readonly resources: readonly Resource[];
  private readonly byMark = new Map<string, Resource>();
  /** Reading every text of a resource for marks is most of the work, and is asked for again and again. */
  private readonly namedIn = new WeakMap<object, Resource[]>();
  private readonly reached = new Map<Resource, Set<Resource>>();

  constructor(readonly stacks: readonly StackTemplate[]) {
    const byName = new Map(stacks.map((stack) => [stack.name, stack]));
    this.resources = stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {}).map(
        ([id, source]) => new Resource(stack, id, source, (value) => resolve(value, stack, byName)),
      ),
    );
    for (const resource of this.resources) this.byMark.set(`${resource.stack.name}/${resource.id}`, resource);
  }

  all(...types: string[]): Resource[] {
    return this.resources.filter((resource) => types.includes(resource.type));
  }

  /** Every resource that a text or a value names by reference. */
  named(value: unknown): Resource[] {
    if (typeof value === 'string') return this.marked(value);
    if (typeof value !== 'object' || value === null) return [];
    const known = this.namedIn.get(value) ?? this.marked(JSON.stringify(value));
    this.namedIn.set(value, known);
    return known;
  }

  private marked(text: string): Resource[] {
    return marksIn(text).flatMap(({ stack, id }) => this.byMark.get(`${stack}/${id}`) ?? []);
  }

  /** The resource of one of the types that a text names: by reference, by its own name, or by an ARN that ends so. */
  find(text: string | undefined, ...types: string[]): Resource | undefined {
    if (text === undefined || text === '') return undefined;
    const named = this.named(text);
    const referred = named.find((resource) => types.includes(resource.type));
    if (referred !== undefined) return referred;
    return this.all(...types).find((resource) => {
      const name = this.nameOf(resource);
      if (name === undefined || !(text === name || text.endsWith(`:${name}`) || text.endsWith(`/${name}`)))
        return false;
      // `live` of which function? Of that which the rest of the text refers to.
      return named.length === 0 || this.named(resource.properties.value).some((other) => named.includes(other));
    });
  }

  /** Name that a resource is given in the template, if any. */
  nameOf(resource: Resource): string | undefined {
    return resource.get(NAME_PROPERTY[resource.type] ?? 'Name').text;
  }

  /** Is the first made after the second: by reference, by `DependsOn`, or by the order of their stacks? */
  after(first: Resource, second: Resource): boolean {
    if (first.stack === second.stack) return this.reach(first).has(second);
    return this.stackAfter(first.stack.name, second.stack.name);
  }

  /** Is the first stack deployed after the second? */
  stackAfter(first: string, second: string, seen = new Set<string>()): boolean {
    seen.add(first);
    const needs = this.stacks.find(({ name }) => name === first)?.needs ?? [];
    return needs.some((need) => need === second || (!seen.has(need) && this.stackAfter(need, second, seen)));
  }

  private reach(resource: Resource): Set<Resource> {
    const known = this.reached.get(resource);
    if (known !== undefined) return known;
    const found = new Set<Resource>();
    this.reached.set(resource, found);
    const direct = [
      ...this.named(resource.properties.value),
      ...resource.dependsOn.flatMap((id) => this.byMark.get(`${resource.stack.name}/${id}`) ?? []),
    ];
    for (const next of direct.filter(({ stack }) => stack === resource.stack)) {
      found.add(next);
      for (const further of this.reach(next)) found.add(further);
    }
    return found;
  }
}
