/** State machines: definitions that Step Functions refuses, and logs that it may not write. */
import type { Cloud } from './cloud';
import { inside, parsed } from './json-text';
import type { Place, Resource } from './place';
import { roleMay } from './policies';
import { each, fault, type Rule } from './rule';

const MACHINE = 'AWS::StepFunctions::StateMachine';
const LANGUAGE = 'Amazon States Language specification';
const TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];

function definition(machine: Resource): Place | undefined {
  const object = machine.get('Definition');
  return object.exists ? object : inside(machine.get('DefinitionString'));
}

/** Every level of a definition: itself, branches of Parallel states, processors of Map states. */
function* levels(machine: Place): Iterable<Place> {
  yield machine;
  for (const [, state] of machine.get('States').fields) {
    for (const branch of state.get('Branches').items) yield* levels(branch);
    for (const inner of ['ItemProcessor', 'Iterator']) if (state.get(inner).exists) yield* levels(state.get(inner));
  }
}

function* nexts(state: Place): Iterable<string> {
  for (const path of ['Next', 'Default']) yield* state.get(path).texts;
  for (const path of ['Choices', 'Catch']) for (const one of state.get(path).items) yield* one.get('Next').texts;
}

/** Where a fault of a definition is: its text, which can not be pointed into. */
const textOf = (machine: Resource) =>
  machine.get('Definition').exists ? machine.get('Definition') : machine.get('DefinitionString');

function usesDistributed(machine: Resource): boolean {
  return [...levels(definition(machine) ?? textOf(machine))].some((level) =>
    level
      .get('States')
      .fields.some(([, state]) => state.get('ItemProcessor.ProcessorConfig.Mode').text === 'DISTRIBUTED'),
  );
}

function roleOf(machine: Resource, cloud: Cloud): Resource | undefined {
  return cloud.find(machine.get('RoleArn').text, 'AWS::IAM::Role');
}

export const stateMachines: readonly Rule[] = [
  {
    id: 'OPS-1601',
    title: 'Definition that is not JSON',
    why: 'Step Functions refuses it: InvalidDefinition, JSON_PARSE.',
    fix: 'build it with the constructs, or with stack.toJsonString.',
    source: LANGUAGE,
    check: each(MACHINE, function* (machine) {
      const text = machine.get('DefinitionString');
      const result = parsed(text);
      if (result !== undefined && 'fault' in result) yield fault(text, result.fault);
    }),
  },
  {
    id: 'OPS-1602',
    title: 'Definition that starts at, or goes to, a state which it does not have',
    why: 'Step Functions refuses it: InvalidDefinition, MISSING_TRANSITION_TARGET; so it does a state that nothing leads to.',
    fix: 'correct StartAt, Next, Default and Catch; end each path with End: true, Succeed or Fail.',
    source: LANGUAGE,
    check: each(MACHINE, function* (machine) {
      const whole = definition(machine);
      if (whole === undefined) return;
      for (const level of levels(whole)) {
        const states = new Map(level.get('States').fields);
        const start = level.get('StartAt').text ?? '';
        const led = new Set([start, ...[...states.values()].flatMap((state) => [...nexts(state)])]);
        for (const name of led) if (!states.has(name)) yield fault(textOf(machine), `no state "${name}"`);
        for (const [name, state] of states) {
          const type = state.get('Type').text ?? '';
          if (!led.has(name)) yield fault(textOf(machine), `nothing leads to "${name}"`);
          if (!TYPES.includes(type)) yield fault(textOf(machine), `"${name}" is of type "${type}"`);
          const ends = state.get('End').isTrue || ['Succeed', 'Fail', 'Choice'].includes(type);
          if (!ends && !state.get('Next').exists) yield fault(textOf(machine), `"${name}" neither ends nor goes on`);
        }
      }
    }),
  },
  {
    id: 'OPS-1603',
    title: 'Distributed map that may not start its children',
    why: 'Each run fails at the map: its role must be able to start executions of its own state machine; Express machines can not do it at all.',
    fix: 'use a standard machine and grant states:StartExecution on itself (DistributedMap does it).',
    source: 'Step Functions developer guide, IAM policies for Distributed Map',
    check: each(MACHINE, function* (machine, cloud) {
      if (!usesDistributed(machine)) return;
      const type = machine.get('StateMachineType');
      const role = roleOf(machine, cloud);
      if (type.text === 'EXPRESS') yield fault(type, 'EXPRESS with a distributed map');
      else if (role !== undefined && !roleMay(role, 'states:StartExecution', cloud))
        yield fault(machine.get('RoleArn'), `${role.id} may not states:StartExecution`);
    }),
  },
  {
    id: 'OPS-1604',
    title: 'Logs that Step Functions may not write',
    why: 'Step Functions refuses it: "The state machine IAM Role is not authorized to access the Log Destination"; other names than /aws/vendedlogs/ use up the ten log policies of the region.',
    fix: 'name the log group /aws/vendedlogs/states/…, end its ARN in :*, and grant the role the log delivery actions.',
    source: 'Step Functions developer guide, logging to CloudWatch Logs',
    check: each(MACHINE, function* (machine, cloud) {
      for (const destination of machine.get('LoggingConfiguration.Destinations').items) {
        const at = destination.get('CloudWatchLogsLogGroup.LogGroupArn');
        const group = cloud.find(at.text, 'AWS::Logs::LogGroup');
        const role = roleOf(machine, cloud);
        if (group !== undefined && !/^\/aws\/vendedlogs\//.test(cloud.nameOf(group) ?? ''))
          yield fault(at, `${group.id} is named "${cloud.nameOf(group) ?? 'by CloudFormation'}"`);
        if (role !== undefined && !roleMay(role, 'logs:CreateLogDelivery', cloud))
          yield fault(at, `${role.id} may not logs:CreateLogDelivery`);
      }
    }),
  },
];
