/** AWS Step Functions: executions of state machines with a distributed map, which really run, and what can be asked of them. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Definition } from '../../state-machine/definition';
import { type RunOptions, runMap } from '../../state-machine/run-map';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimStateMachine {
  /** Asked for when the first execution starts. */
  definition(): Promise<Definition>;
  run: Omit<RunOptions, 'progress'>;
}

export interface SimExecution {
  arn: string;
  stateMachineArn: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  startedAt: number;
  stoppedAt?: number;
  maxConcurrency: number;
  /** Undefined before the map has begun. */
  items?: ('pending' | 'running' | 'succeeded' | 'failed' | 'aborted')[];
  /** Ends with the execution; never rejects. */
  done: Promise<void>;
}

export interface SimStepFunctions {
  /** By ARN. */
  stateMachines: Map<string, SimStateMachine>;
  executions: Map<string, SimExecution>;
}

export function stepFunctionsApi(now: () => number = Date.now): ControlApi & SimStepFunctions {
  const stateMachines = new Map<string, SimStateMachine>();
  const executions = new Map<string, SimExecution>();
  const execution = (arn: string) => {
    const found = executions.get(arn);
    if (found === undefined) throw new Refusal(400, 'ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  };
  return {
    stateMachines,
    executions,
    protocol: 'json',
    signingName: 'states',
    operations: {
      StartExecution: operation(
        z.object({ stateMachineArn: z.string(), name: z.string().max(80).optional(), input: z.string().default('{}') }),
        ({ stateMachineArn, name = randomUUID(), input }) => {
          const machine = stateMachines.get(stateMachineArn);
          if (machine === undefined) {
            throw new Refusal(400, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
          }
          if (!isJson(input)) throw new Refusal(400, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
          const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
          if (executions.has(arn))
            throw new Refusal(400, 'ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
          const started = start(machine, { arn, stateMachineArn, input }, now);
          executions.set(arn, started);
          return { executionArn: arn, startDate: started.startedAt / 1_000 };
        },
      ),
      ListExecutions: operation(
        z.object({ stateMachineArn: z.string(), statusFilter: z.string().optional() }),
        ({ stateMachineArn, statusFilter }) => ({
          executions: [...executions.values()]
            .filter((each) => each.stateMachineArn === stateMachineArn)
            .filter(({ status }) => statusFilter === undefined || status === statusFilter)
            .reverse()
            .map(summary),
        }),
      ),
      DescribeExecution: operation(z.object({ executionArn: z.string() }), ({ executionArn }) => {
        const { input, output, error, cause, ...rest } = execution(executionArn);
        return { ...summary({ ...rest, input }), input, output, error, cause };
      }),
      ListMapRuns: operation(z.object({ executionArn: z.string() }), ({ executionArn }) => {
        const { arn, items, startedAt, stateMachineArn } = execution(executionArn);
        const mapRuns = items && [
          { executionArn: arn, mapRunArn: mapRunOf(arn), stateMachineArn, startDate: startedAt / 1_000 },
        ];
        return { mapRuns: mapRuns ?? [] };
      }),
      DescribeMapRun: operation(z.object({ mapRunArn: z.string() }), ({ mapRunArn }) => {
        const found = [...executions.values()].find(({ arn, items }) => items && mapRunOf(arn) === mapRunArn);
        if (found === undefined) throw new Refusal(400, 'ResourceNotFound', `Resource not found: '${mapRunArn}'`);
        const counts = countsOf(found.items ?? []);
        return {
          mapRunArn,
          executionArn: found.arn,
          status: found.status,
          startDate: found.startedAt / 1_000,
          stopDate: found.stoppedAt && found.stoppedAt / 1_000,
          maxConcurrency: found.maxConcurrency,
          toleratedFailurePercentage: 0,
          toleratedFailureCount: 0,
          itemCounts: counts,
          executionCounts: counts,
        };
      }),
    },
  };
}

function start(
  machine: SimStateMachine,
  asked: Pick<SimExecution, 'arn' | 'stateMachineArn' | 'input'>,
  now: () => number,
): SimExecution {
  const execution: SimExecution = {
    ...asked,
    status: 'RUNNING',
    startedAt: now(),
    maxConcurrency: 0,
    done: Promise.resolve(),
  };
  execution.done = run(machine, execution).then(
    (output) => {
      execution.output = JSON.stringify(output);
      execution.status = 'SUCCEEDED';
      execution.stoppedAt = now();
    },
    (error: Error) => {
      execution.items = execution.items?.map((item) => (item === 'pending' ? 'aborted' : item)) ?? [];
      execution.error = error.name;
      execution.cause = error.cause instanceof Error ? error.cause.message : error.message;
      execution.status = 'FAILED';
      execution.stoppedAt = now();
    },
  );
  return execution;
}

async function run(machine: SimStateMachine, execution: SimExecution): Promise<unknown> {
  const { StartAt, States } = await machine.definition();
  const map = States[StartAt];
  if (map === undefined) throw new Error(`there is no state ${StartAt}`);
  const input = JSON.parse(execution.input) as Record<string, unknown>;
  const parts = input[map.ItemsPath.slice(2)];
  const items: NonNullable<SimExecution['items']> = Array.isArray(parts) ? parts.map(() => 'pending') : [];
  execution.items = items;
  execution.maxConcurrency = map.MaxConcurrency;
  return runMap(map, input, {
    ...machine.run,
    progress: (index, state) => {
      items[index] = state;
    },
  });
}

function summary({ arn, stateMachineArn, status, startedAt, stoppedAt }: Omit<SimExecution, 'output'>) {
  return {
    executionArn: arn,
    stateMachineArn,
    name: arn.split(':').at(-1),
    status,
    startDate: startedAt / 1_000,
    ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1_000 }),
  };
}

function countsOf(items: NonNullable<SimExecution['items']>) {
  const of = (state: (typeof items)[number]) => items.filter((item) => item === state).length;
  return {
    pending: of('pending'),
    running: of('running'),
    succeeded: of('succeeded'),
    failed: of('failed'),
    aborted: of('aborted'),
    timedOut: 0,
    total: items.length,
    resultsWritten: 0,
  };
}

/** `execution:NAME:ID` has the map run `mapRun:NAME/LABEL:ID`. */
function mapRunOf(arn: string): string {
  return arn.replace(/:execution:([^:]+):/, ':mapRun:$1/Parts:');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
