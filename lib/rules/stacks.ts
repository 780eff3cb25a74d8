/** Stacks among themselves: references that point nowhere, or that could never be taken back. */
import type { Cloud } from './cloud';
import { Place, type Resource } from './place';
import { type Fault, fault, type Rule } from './rule';
import { isRecord, type StackTemplate } from './template';

/** Limits of a template. Source: CloudFormation user guide, quotas. */
const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;

interface Use {
  readonly at: Place;
  readonly argument: unknown;
}

/** Every use of a function in a value, before it is worked out; inside functions the path stays that of the property. */
function* uses(resource: Resource, fn: string, value: unknown, path: string, isInside = false): Iterable<Use> {
  if (typeof value !== 'object' || value === null) return;
  if (isRecord(value) && fn in value && Object.keys(value).length === 1) {
    yield { at: new Place(resource, path, value), argument: value[fn] };
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const isFunction = isInside || key.startsWith('Fn::');
    yield* uses(resource, fn, item, isFunction ? path : `${path}.${key}`, isFunction);
  }
}

function* everyUse(cloud: Cloud, fn: string): Iterable<Use> {
  for (const resource of cloud.resources) {
    yield* uses(resource, fn, resource.stack.template.Resources?.[resource.id]?.Properties, 'Properties');
  }
}

/** Place of a fault of the whole stack: its first resource, as a finding needs one. */
function* ofStack(cloud: Cloud, stack: StackTemplate, said: string): Iterable<Fault> {
  const first = cloud.resources.find((resource) => resource.stack === stack);
  if (first !== undefined) yield fault(first.properties, said);
}

export const stacks: readonly Rule[] = [
  {
    id: 'OPS-1351',
    title: 'Export that another stack imports',
    why: 'The exporting stack can never change it again: "Export … cannot be deleted as it is in use".',
    fix: 'use weak references (@aws-cdk/core:defaultCrossStackReferences: weak), which become Fn::GetStackOutput.',
    source: 'CloudFormation user guide, Fn::ImportValue, Fn::GetStackOutput',
    *check(cloud) {
      for (const { at, argument } of everyUse(cloud, 'Fn::ImportValue')) {
        yield fault(at, `Fn::ImportValue of ${JSON.stringify(argument).slice(0, 80)}`);
      }
    },
  },
  {
    id: 'OPS-1352',
    title: 'Reference to an output of a stack that is not deployed before',
    why: 'CloudFormation refuses the change set: the stack or its output does not exist yet.',
    fix: 'let the stack depend on the other (a reference between constructs does it), never in both directions.',
    source: 'CloudFormation user guide, Fn::GetStackOutput',
    *check(cloud) {
      for (const { at, argument } of everyUse(cloud, 'Fn::GetStackOutput')) {
        const { StackName, OutputName } = isRecord(argument) ? argument : {};
        const other = cloud.stacks.find(({ name }) => name === StackName);
        if (other === undefined) {
          if (typeof StackName === 'string') yield fault(at, `no stack "${StackName}" in the app`);
        } else if (!(String(OutputName) in (other.template.Outputs ?? {})))
          yield fault(at, `${other.name} has no output ${String(OutputName)}`);
        else if (!cloud.stackAfter(at.resource.stack.name, other.name))
          yield fault(at, `${other.name} may be deployed later`);
        else if (cloud.stackAfter(other.name, at.resource.stack.name))
          yield fault(at, `${other.name} leans on this stack too`);
      }
    },
  },
  {
    id: 'OPS-1353',
    title: 'Reference to a resource that the template does not have',
    why: 'CloudFormation refuses the template: "Unresolved resource dependencies".',
    fix: 'refer to constructs, not to logical ids; remove DependsOn and Fn::GetAtt of what is gone.',
    source: 'CloudFormation user guide, Ref, Fn::GetAtt',
    *check(cloud) {
      for (const resource of cloud.resources) {
        const { Resources = {}, Parameters = {} } = resource.stack.template;
        const isKnown = (id: string) => id in Resources || id in Parameters;
        const source = Resources[resource.id]?.Properties;
        for (const { at, argument } of uses(resource, 'Ref', source, 'Properties')) {
          const id = String(argument);
          if (!id.startsWith('AWS::') && !isKnown(id)) yield fault(at, `Ref of ${id}`);
        }
        for (const { at, argument } of uses(resource, 'Fn::GetAtt', source, 'Properties')) {
          const id = String(Array.isArray(argument) ? argument[0] : String(argument).split('.')[0]);
          if (!isKnown(id)) yield fault(at, `Fn::GetAtt of ${id}`);
        }
        for (const id of resource.dependsOn) {
          if (!isKnown(id)) yield fault(new Place(resource, 'DependsOn', id), `DependsOn ${id}`);
        }
      }
    },
  },
  {
    id: 'OPS-1354',
    title: 'Template above a limit of CloudFormation',
    why: 'CloudFormation refuses it: 500 resources, 200 outputs or 1 MB are the most.',
    fix: 'move a part of the stack into a stack of its own.',
    source: 'CloudFormation user guide, quotas',
    *check(cloud) {
      for (const stack of cloud.stacks) {
        const { Resources = {}, Outputs = {} } = stack.template;
        const bytes = JSON.stringify(stack.template).length;
        if (Object.keys(Resources).length > MOST_RESOURCES)
          yield* ofStack(cloud, stack, `${Object.keys(Resources).length} resources`);
        if (Object.keys(Outputs).length > MOST_OUTPUTS)
          yield* ofStack(cloud, stack, `${Object.keys(Outputs).length} outputs`);
        if (bytes > MOST_BYTES) yield* ofStack(cloud, stack, `${bytes} bytes`);
      }
    },
  },
];
