/** The resources of every stack of the app, resolved, so that a rule can walk from an alarm to the key of its topic. */
import { resolve } from './resolve';
import { isRecord, marksIn, type StackTemplate, type TemplateResource } from './template';

/** A place in a resource: its value, and the path that a finding names. */
export class Place {
  constructor(
    readonly resource: Resource,
    /** Such as `Properties.Integration.TimeoutInMillis`. */
    readonly path: string,
    readonly value: unknown,
  ) {}

  /** @param path names and indexes, with dots; a place that is not there has no value but still its path */
  get(path: string): Place {
    let value = this.value;
    for (const key of path.split('.')) {
      if (Array.isArray(value)) value = value[Number(key)];
      else value = isRecord(value) ? value[key] : undefined;
    }
    return new Place(this.resource, `${this.path}.${path}`, value);
  }

  /** The same place with another value: the document in a text. */
  of(value: unknown): Place {
    return new Place(this.resource, this.path, value);
  }

  get exists(): boolean {
    return this.value !== undefined;
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** Templates also write numbers as text. */
  get number(): number | undefined {
    const number = typeof this.value === 'string' && this.value !== '' ? Number(this.value) : this.value;
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
  }

  get isTrue(): boolean {
    return this.value === true || this.value === 'true';
  }

  /** Elements of a list; one thing that stands for a list of one; or nothing. */
  get items(): Place[] {
    if (Array.isArray(this.value)) return this.value.map((_, at) => this.get(String(at)));
    return this.exists ? [this] : [];
  }

  get texts(): string[] {
    return this.items.flatMap((item) => item.text ?? []);
  }

  get fields(): [string, Place][] {
    return isRecord(this.value)
      ? Object.entries(this.value).map(([key, value]) => [key, new Place(this.resource, `${this.path}.${key}`, value)])
      : [];
  }
}

/** One resource of a stack. */
export class Resource {
  readonly type: string;
  readonly properties: Place;
  readonly updatePolicy: Place;
  /** Ids in the same stack, as `DependsOn` says. */
  readonly dependsOn: readonly string[];

  constructor(
    readonly stack: StackTemplate,
    readonly id: string,
    source: TemplateResource,
    resolved: (value: unknown) => unknown,
  ) {
    this.type = source.Type;
    this.properties = new Place(this, 'Properties', resolved(source.Properties ?? {}));
    this.updatePolicy = new Place(this, 'UpdatePolicy', resolved(source.UpdatePolicy));
    this.dependsOn = typeof source.DependsOn === 'string' ? [source.DependsOn] : (source.DependsOn ?? []);
  }

  get(path: string): Place {
    return this.properties.get(path);
  }

  /** Of its stack; undefined when the stack may go anywhere. */
  get region(): string | undefined {
    return this.stack.region;
  }

  /** Construct path where the template has it, else stack and logical id. */
  get name(): string {
    const path = this.stack.template.Resources?.[this.id]?.Metadata?.['aws:cdk:path'];
    return typeof path === 'string' ? path : `${this.stack.name}/${this.id}`;
  }
}

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
