/** What is wrong with alarms: nobody is told, nobody can be told, or nobody knows what to do. */
import type { Template } from 'aws-cdk-lib/assertions';
import type { Templates } from './templates';
import { flat } from './watched-metrics';

export interface AlarmResource {
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of a template are looked into one by one
  properties: Record<string, any>;
  isComposite: boolean;
}

const MAX_DESCRIPTION = 1_024;

export function alarmsOf(template: Template): AlarmResource[] {
  return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    Object.entries(template.findResources(type)).map(([id, { Properties: properties }]) => ({
      id,
      properties,
      isComposite: type.endsWith('CompositeAlarm'),
    })),
  );
}

/** Anchors of the headings of a document. */
export function headingsOf(document: string): Set<string> {
  return new Set([...document.matchAll(/^#+ ([\w-]+)$/gm)].map(([, heading = '']) => heading));
}

/** Sentences, one a fault. */
export function alarmFaults(templates: readonly Template[], runbook: string): string[] {
  const headings = headingsOf(runbook);
  return templates.flatMap((template) => {
    const alarms = alarmsOf(template);
    const heard = heardAlarms(template, alarms);
    return alarms.flatMap(({ id, properties, isComposite }) => {
      const description = flat(properties.AlarmDescription ?? '');
      const heading = /docs\/runbook\.md#([\w-]+)/.exec(description)?.[1];
      return [
        description === '' && `${id} has no description`,
        description.length > MAX_DESCRIPTION && `${id} has a description of ${description.length} letters`,
        heading === undefined && `${id} names no section of the runbook`,
        heading !== undefined && !headings.has(heading) && `${id}: the runbook has no section "${heading}"`,
        !isComposite && properties.TreatMissingData === undefined && `${id} says nothing of missing data`,
        !heard.has(id) && `${id} tells nobody`,
      ].filter((fault) => fault !== false);
    });
  });
}

/** Alarms with an action, those that are part of such a one, and those that take back a deployment. */
function heardAlarms(template: Template, alarms: readonly AlarmResource[]): Set<string> {
  const others = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).filter(
    ({ Type }) => Type === 'AWS::CodeDeploy::DeploymentGroup' || Type === 'AWS::AppConfig::Environment',
  );
  const heard = new Set(
    alarms
      .filter(({ id, properties }) => (properties.AlarmActions ?? []).length > 0 || names(others, id))
      .map(({ id }) => id),
  );
  for (let before = -1; before !== heard.size; ) {
    before = heard.size;
    for (const { id, properties, isComposite } of alarms) {
      if (!isComposite || !heard.has(id)) continue;
      for (const child of alarms) if (names(properties.AlarmRule, child.id)) heard.add(child.id);
    }
  }
  return heard;
}

function names(value: unknown, id: string): boolean {
  return JSON.stringify(value).includes(`"${id}"`);
}

/** Follows each action of each alarm to its topic, the policy of the topic, its key and the policy of that. */
export function publishFaults(templates: Templates): { checked: number; faults: string[] } {
  const topics = new Set(
    templates.parts.flatMap((part) =>
      alarmsOf(templates.of(part)).flatMap(({ properties }) =>
        [...(properties.AlarmActions ?? []), ...(properties.OKActions ?? [])].map((action) =>
          JSON.stringify([part, action]),
        ),
      ),
    ),
  );
  const alarms = templates.parts.flatMap((part) => alarmsOf(templates.of(part)));
  return {
    checked: alarms.filter(({ properties }) => (properties.AlarmActions ?? []).length > 0).length,
    faults: [...topics].flatMap((topic) => {
      const [part, action] = JSON.parse(topic) as [string, unknown];
      return faultsOfTopic(templates, part, action);
    }),
  };
}

function faultsOfTopic(templates: Templates, part: string, action: unknown): string[] {
  const [home, id] = resourceOf(templates, part, action);
  const template = templates.of(home);
  const topic = template.findResources('AWS::SNS::Topic')[id];
  if (topic === undefined) return [`${part}: ${JSON.stringify(action)} leads to no topic`];
  const policies = Object.values(template.findResources('AWS::SNS::TopicPolicy')).filter(({ Properties }) =>
    names(Properties.Topics, id),
  );
  const [keyHome, keyId] = resourceOf(templates, home, topic.Properties.KmsMasterKeyId);
  const key = templates.of(keyHome).findResources('AWS::KMS::Key')[keyId];
  const lets = (statements: Statement[], wanted: readonly string[]) =>
    statements.some(
      ({ Effect, Principal, Action }) =>
        Effect === 'Allow' &&
        [Principal?.Service].flat().includes('cloudwatch.amazonaws.com') &&
        wanted.every((action_) => [Action].flat().some((given) => matches(given, action_))),
    );
  return [
    !policies.some(({ Properties }) => lets(Properties.PolicyDocument.Statement, ['sns:Publish'])) &&
      `${id}: its policy does not let CloudWatch publish`,
    !lets(key?.Properties.KeyPolicy.Statement ?? [], ['kms:Decrypt', 'kms:GenerateDataKey']) &&
      `${id}: its key does not let CloudWatch encrypt`,
  ].filter((fault) => fault !== false);
}

interface Statement {
  Effect: string;
  Principal?: { Service?: string | string[] };
  Action: string | string[];
}

function matches(given: string, wanted: string): boolean {
  return given === wanted || (given.endsWith('*') && wanted.startsWith(given.slice(0, -1)));
}

/** The stack and logical id that a reference leads to, over outputs of other stacks. */
function resourceOf(templates: Templates, part: string, reference: unknown): [part: string, id: string] {
  if (typeof reference !== 'object' || reference === null) return [part, String(reference)];
  const [[name, target] = ['', '']] = Object.entries(reference);
  if (name === 'Ref') return [part, String(target)];
  if (name === 'Fn::GetAtt') return [part, String([target].flat()[0])];
  const parts = Array.isArray(target)
    ? target.map(String)
    : Object.values(target as Record<string, string>).map(String);
  const home = templates.parts.find((one) => parts.some((word) => word.endsWith(`-${one}`)));
  const outputs = home === undefined ? {} : (templates.of(home).toJSON().Outputs ?? {});
  const output = Object.keys(outputs).find((key) => parts.includes(key));
  return home === undefined || output === undefined
    ? [part, JSON.stringify(reference)]
    : resourceOf(templates, home, outputs[output].Value);
}
