/** CloudFormation's functions worked out as far as the templates of the app allow; what is left becomes a mark. */
import { isRecord, markText, type StackTemplate, UNKNOWN } from './template';

type Stacks = ReadonlyMap<string, StackTemplate>;

/**
 * A value with its functions worked out: references become marks, also through the outputs of other stacks.
 * @returns undefined for `AWS::NoValue`
 */
export function resolve(value: unknown, stack: StackTemplate, stacks: Stacks): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, stack, stacks)).filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0) {
    const known = FUNCTIONS[name];
    if (known !== undefined) return known(value[name], stack, stacks);
    if (name.startsWith('Fn::')) return UNKNOWN;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, stack, stacks)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

type Work = (argument: unknown, stack: StackTemplate, stacks: Stacks) => unknown;

const FUNCTIONS: Readonly<Record<string, Work>> = {
  Ref: (name, stack) => reference(String(name), stack),
  'Fn::GetAtt': (target, stack) => {
    const [id = '', ...attribute] = Array.isArray(target) ? target.map(String) : String(target).split('.');
    return markText({ stack: stack.name, id, attribute: attribute.join('.') });
  },
  'Fn::Join': (argument, stack, stacks) => {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    const items = resolve(list, stack, stacks);
    return Array.isArray(items) ? items.map(asText).join(String(separator)) : UNKNOWN;
  },
  'Fn::Sub': (argument, stack, stacks) => {
    const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
    const values = resolve(given, stack, stacks);
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (whole, kept: string, name: string) => {
      if (kept !== '') return whole.replace('!', '');
      if (isRecord(values) && name in values) return asText(values[name]);
      const [id = '', ...attribute] = name.split('.');
      if (attribute.length > 0) return markText({ stack: stack.name, id, attribute: attribute.join('.') });
      return asText(reference(id, stack));
    });
  },
  'Fn::Select': (argument, stack, stacks) => {
    const [index, list] = Array.isArray(argument) ? argument : [];
    const items = resolve(list, stack, stacks);
    // A part of something unknown still leans on it.
    return Array.isArray(items) ? (items[Number(index)] ?? UNKNOWN) : items;
  },
  'Fn::Split': (argument, stack, stacks) => {
    const [separator, text] = Array.isArray(argument) ? argument : [];
    const whole = asText(resolve(text, stack, stacks));
    if (/^‹[^›]*›$/.test(whole)) return whole;
    const marks = whole.match(/‹[^›]*›/g) ?? [];
    const parts = whole.replace(/‹[^›]*›/g, '\u0000').split(String(separator));
    return parts.map((part) => part.replaceAll('\u0000', () => marks.shift() ?? UNKNOWN));
  },
  'Fn::GetStackOutput': (argument, stack, stacks) => {
    const { StackName, OutputName } = isRecord(argument) ? argument : {};
    const other = stacks.get(asText(resolve(StackName, stack, stacks)));
    const output = other?.template.Outputs?.[String(OutputName)];
    return other === undefined || output === undefined ? UNKNOWN : resolve(output.Value, other, stacks);
  },
  'Fn::ImportValue': (argument, stack, stacks) => {
    const wanted = asText(resolve(argument, stack, stacks));
    for (const other of stacks.values()) {
      for (const output of Object.values(other.template.Outputs ?? {})) {
        if (asText(resolve(output.Export?.Name, other, stacks)) === wanted) return resolve(output.Value, other, stacks);
      }
    }
    return UNKNOWN;
  },
};

function reference(name: string, stack: StackTemplate): unknown {
  const pseudo: Readonly<Record<string, string | undefined>> = {
    'AWS::Region': stack.region ?? '‹AWS::Region›',
    'AWS::AccountId': stack.account ?? '‹AWS::AccountId›',
    'AWS::Partition': partition(stack.region),
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': UNKNOWN,
    'AWS::NoValue': undefined,
  };
  if (name in pseudo) return pseudo[name];
  if (stack.template.Parameters !== undefined && name in stack.template.Parameters) {
    return UNKNOWN;
  }
  return markText({ stack: stack.name, id: name, attribute: 'Ref' });
}

function partition(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function asText(value: unknown): string {
  return typeof value === 'object' ? UNKNOWN : String(value ?? '');
}
