/** A synthesised template as CloudFormation reads it, and the marks that stand in texts for what only the cloud knows. */

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly DependsOn?: string | readonly string[];
  readonly UpdatePolicy?: unknown;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
}

export interface StackTemplate {
  /** As deployed; `Fn::GetStackOutput` names it. */
  readonly name: string;
  readonly template: Template;
  /** File that the template was read from. */
  readonly path?: string;
  /** Unset: the stack goes wherever it is deployed to. */
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** Names of the stacks that are deployed before this one. */
  readonly needs?: readonly string[];
}

/** Where a mark points: `attribute` is `Ref`, or the name that `Fn::GetAtt` asked for. */
export interface Mark {
  readonly stack: string;
  readonly id: string;
  readonly attribute: string;
}

/** Something that nobody knows before the deployment. */
export const UNKNOWN = '‹?›';

export function markText({ stack, id, attribute }: Mark): string {
  return `‹${stack}/${id}.${attribute}›`;
}

/** The resources that a resolved text leans on. */
export function marksIn(text: string): Mark[] {
  return [...text.matchAll(/‹([^›/]+)\/([^›.]+)\.([^›]+)›/g)].map(([, stack = '', id = '', attribute = '']) => ({
    stack,
    id,
    attribute,
  }));
}

/** Is the text known to its last letter? */
export function isLiteral(text: string): boolean {
  return !text.includes('‹');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
