/** A place in a resource of a template: what rules read, and what a finding points to. */
import { isRecord, type StackTemplate, type TemplateResource } from './template';

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

  /** Every text below, with its path. */
  *leaves(): Iterable<Place> {
    if (this.text !== undefined) yield this;
    else if (Array.isArray(this.value)) for (const item of this.items) yield* item.leaves();
    else for (const [, field] of this.fields) yield* field.leaves();
  }
}

/** One resource of a stack. */
export class Resource {
  readonly type: string;
  readonly properties: Place;
  readonly updatePolicy: Place;
  /** Ids in the same stack, as `DependsOn` says. */
  readonly dependsOn: readonly string[];
  /** It is still there when its stack is gone. */
  readonly isKept: boolean;

  constructor(
    readonly stack: StackTemplate,
    readonly id: string,
    source: TemplateResource,
    resolved: (value: unknown) => unknown,
  ) {
    this.type = source.Type;
    this.properties = new Place(this, 'Properties', resolved(source.Properties ?? {}));
    this.updatePolicy = new Place(this, 'UpdatePolicy', resolved(source.UpdatePolicy));
    this.isKept = /^Retain/.test(source.DeletionPolicy ?? '');
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
