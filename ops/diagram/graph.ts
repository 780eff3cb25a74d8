/** Who works with whom, read from the templates: nodes are the constructs of each stack, links are their references. */
import type { Cloud } from '../../lib/rules/cloud';
import type { Place, Resource } from '../../lib/rules/place';
import { KINDS, QUIET, wordsOf } from './kinds';

export interface Node {
  /** `part/construct`. */
  id: string;
  stack: string;
  name: string;
  kind: string;
  /** Alarms of a construct of alarms. */
  count: number;
}

export type Theme = 'request' | 'background' | 'notice' | 'copy';

export interface Link {
  theme: Theme;
  from: string;
  to: string;
  words: Set<string>;
}

export interface Graph {
  nodes: ReadonlyMap<string, Node>;
  links: readonly Link[];
}

/** Models are no resources of the stacks; what may be called of them is in the roles. */
const BEDROCK: Node = { id: 'aws/bedrock', stack: 'AWS', name: 'Amazon Bedrock', kind: 'models', count: 1 };

/** @param partOf the short name of a stack by its name */
export function graphOf(cloud: Cloud, partOf: (stackName: string) => string): Graph {
  const idOf = (resource: Resource) => `${partOf(resource.stack.name)}/${resource.name.split('/')[1] ?? resource.id}`;
  const groups = new Map<string, Resource[]>();
  for (const resource of cloud.resources) {
    groups.set(idOf(resource), [...(groups.get(idOf(resource)) ?? []), resource]);
  }
  const nodes = new Map<string, Node>(
    [...groups].flatMap(([id, members]) => nodeOf(id, members)).map((n) => [n.id, n]),
  );
  const links = new Map<string, Link>();
  const link = (theme: Theme, from: string, to: string, ...words: string[]) => {
    if (from === to || !nodes.has(from) || !(nodes.has(to) || to === BEDROCK.id)) return;
    const key = `${theme} ${from} ${to}`;
    const known = links.get(key) ?? { theme, from, to, words: new Set<string>() };
    for (const word of words) known.words.add(word);
    links.set(key, known);
  };
  const named = (place: Place) => cloud.named(place.value).map(idOf);
  const routed = new Set(
    cloud.all('AWS::ApiGateway::Method').flatMap((method) => named(method.get('Integration.Uri'))),
  );

  const readers: Readonly<Record<string, (resource: Resource, id: string) => void>> = {
    'AWS::ApiGateway::Method': (method, id) => {
      for (const to of named(method.get('Integration.Uri'))) link('request', id, to);
    },
    'AWS::ApiGateway::Authorizer': (authorizer, id) => {
      for (const to of named(authorizer.get('ProviderARNs'))) link('request', id, to, 'tokens');
    },
    'AWS::Lambda::EventSourceMapping': (mapping) => {
      const functions = named(mapping.get('FunctionName'));
      for (const from of named(mapping.get('EventSourceArn'))) {
        for (const to of functions) link('background', from, to, 'stream');
      }
      for (const from of functions) {
        for (const to of named(mapping.get('DestinationConfig'))) link('background', from, to, 'given up');
      }
    },
    'AWS::CloudWatch::Alarm': alarm,
    'AWS::CloudWatch::CompositeAlarm': alarm,
    'AWS::Events::Rule': (rule, id) => {
      for (const { value } of rule.get('Targets').items)
        for (const to of cloud.named((value as { Arn: unknown }).Arn)) told(id, idOf(to));
    },
    'AWS::Scheduler::Schedule': (schedule, id) => {
      for (const to of named(schedule.get('Target.Arn'))) told(id, to);
    },
    'AWS::Budgets::Budget': toTopic('NotificationsWithSubscribers'),
    'AWS::CE::AnomalySubscription': toTopic('Subscribers'),
    'AWS::Budgets::BudgetsAction': (action, id) => {
      toTopic('Subscribers')(action, id);
      for (const to of named(action.get('Definition'))) link('notice', id, to, 'may take the models from');
    },
    'AWS::Backup::BackupSelection': (selection, id) => {
      for (const to of named(selection.get('BackupSelection.Resources'))) link('copy', id, to, 'reads');
    },
    'AWS::Backup::BackupPlan': (plan, id) => {
      for (const rule of plan.get('BackupPlan.BackupPlanRule').items) {
        for (const to of named(rule.get('TargetBackupVault'))) link('copy', id, to, 'keeps in');
        for (const to of named(rule.get('CopyActions'))) link('copy', id, to, 'copies to');
      }
    },
    'AWS::Backup::RestoreTestingPlan': (plan, id) => {
      for (const to of named(plan.get('RecoveryPointSelection.IncludeVaults'))) link('copy', id, to, 'restores from');
    },
    'AWS::Backup::RestoreTestingSelection': (selection, id) => {
      for (const to of named(selection.get('RestoreTestingPlanName'))) link('copy', to, id);
    },
  };

  function alarm(resource: Resource, id: string): void {
    for (const to of named(resource.get('AlarmActions'))) link('notice', id, to);
  }
  /** A rule or schedule starts a function or a build, or tells a topic. */
  function told(id: string, to: string): void {
    link(nodes.get(to)?.kind === 'topic' ? 'notice' : 'background', id, to);
  }
  function toTopic(property: string) {
    return (resource: Resource, id: string) => {
      for (const to of named(resource.get(property))) link('notice', id, to);
    };
  }
  function permitted(holder: string, statements: Place): void {
    const theme = routed.has(holder) ? 'request' : 'background';
    for (const statement of statements.items) {
      const actions = statement.get('Action').texts.filter((action) => !QUIET.test(action));
      if (actions.length === 0 || statement.get('Effect').text !== 'Allow') continue;
      if (actions.some((action) => action.startsWith('bedrock:'))) link(theme, holder, BEDROCK.id, 'calls');
      for (const to of named(statement.get('Resource'))) {
        // A permission that only serves a link which is drawn already says nothing new.
        if (!references.has(`${theme} ${holder} ${to}`)) link(theme, holder, to, ...wordsOf(actions));
      }
    }
  }

  for (const resource of cloud.resources) readers[resource.type]?.(resource, idOf(resource));
  const references = new Set(links.keys());
  for (const role of cloud.all('AWS::IAM::Role')) {
    for (const policy of role.get('Policies').items) permitted(idOf(role), policy.get('PolicyDocument.Statement'));
  }
  for (const policy of cloud.all('AWS::IAM::Policy')) {
    for (const holder of named(policy.get('Roles'))) permitted(holder, policy.get('PolicyDocument.Statement'));
  }
  nodes.set(BEDROCK.id, BEDROCK);
  return { nodes, links: [...links.values()] };
}

function nodeOf(id: string, members: readonly Resource[]): Node[] {
  const found = KINDS.find(([type]) => members.some((member) => member.type === type));
  if (found === undefined) return [];
  const [stack = '', name = ''] = id.split('/');
  const count = members.filter(({ type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(type)).length;
  return [{ id, stack, name, kind: found[1], count }];
}
