/** Runs a distributed map as Step Functions does: items side by side, each through its states, with retries and their waits. */
import type { ChoiceState, MapState, Retry, TaskState } from './definition';

/** What a test may want to hold in its hands, and what the laptop takes from the system. */
export interface RunOptions {
  /** The function behind the tasks. @throws what the function throws */
  invoke(functionName: string, input: unknown): Promise<unknown>;
  /** Waits between two attempts; rejects when the run is stopped. */
  pause(milliseconds: number): Promise<void>;
  /** 0 to 1, for jitter. */
  random(): number;
  /** Told of each item as it begins and ends. */
  progress?(index: number, state: 'running' | 'succeeded' | 'failed'): void;
}

/** An item failed, and with it the map: `name` is the error's, as a `Catch` would see it. */
export class MapFailed extends Error {
  constructor(
    readonly index: number,
    override readonly name: string,
    cause: unknown,
  ) {
    super(`item ${index} failed`, { cause });
  }
}

/**
 * @returns the outputs of the items, in their order
 * @throws MapFailed with the first item that fails; items that have not begun by then never do
 */
export async function runMap(state: MapState, input: unknown, options: RunOptions): Promise<unknown[]> {
  const items = fieldOf(input, state.ItemsPath);
  if (!Array.isArray(items)) throw new MapFailed(-1, 'States.Runtime', new Error(`${state.ItemsPath} is no list`));
  const outputs: unknown[] = new Array(items.length);
  const queue = items.entries();
  let failure: MapFailed | undefined;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failure !== undefined) return;
      options.progress?.(index, 'running');
      try {
        outputs[index] = await runItem(state, item, options);
        options.progress?.(index, 'succeeded');
      } catch (error) {
        options.progress?.(index, 'failed');
        failure ??= new MapFailed(index, nameOf(error), error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(state.MaxConcurrency, items.length) }, worker));
  if (failure !== undefined) throw failure;
  return outputs;
}

async function runItem({ ItemProcessor }: MapState, item: unknown, options: RunOptions): Promise<unknown> {
  let data = item;
  let name: string | undefined = ItemProcessor.StartAt;
  while (name !== undefined) {
    const state: MapState['ItemProcessor']['States'][string] | undefined = ItemProcessor.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    if (state.Type === 'Succeed') return data;
    if (state.Type === 'Choice') {
      name = chosen(state, data);
    } else {
      data = await runTask(state, data, options);
      name = state.Next;
    }
  }
  return data;
}

function chosen(state: ChoiceState, data: unknown): string {
  const taken = state.Choices.find(({ Variable, IsNull }) => (fieldOf(data, Variable) === null) === IsNull);
  return taken?.Next ?? state.Default;
}

/** The retriers of a state count for each visit anew, and each for itself. */
async function runTask(state: TaskState, input: unknown, options: RunOptions): Promise<unknown> {
  const used = new Map<Retry, number>();
  for (;;) {
    try {
      // As JSON, like everything that goes in and out of a function.
      const output = await options.invoke(state.Parameters.FunctionName, JSON.parse(JSON.stringify(input)));
      return JSON.parse(JSON.stringify(output ?? null)) as unknown;
    } catch (error) {
      const name = nameOf(error);
      const retry = state.Retry.find(
        ({ ErrorEquals }) => ErrorEquals.includes(name) || ErrorEquals.includes('States.ALL'),
      );
      const attempts = retry === undefined ? 0 : (used.get(retry) ?? 0);
      if (retry === undefined || attempts >= retry.MaxAttempts) throw error;
      used.set(retry, attempts + 1);
      await options.pause(waitMs(retry, attempts, options.random()));
    }
  }
}

function waitMs(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retry,
  attempts: number,
  random: number,
) {
  const seconds = Math.min(IntervalSeconds * BackoffRate ** attempts, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return seconds * 1_000 * (JitterStrategy === 'FULL' ? random : 1);
}

/** Lambda tells Step Functions the name of what was thrown. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** @param path `$.name` */
function fieldOf(data: unknown, path: string): unknown {
  return (data as Record<string, unknown> | null)?.[path.slice(2)];
}
