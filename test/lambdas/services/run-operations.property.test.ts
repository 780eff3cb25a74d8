/** Whatever dies and whenever: each item of an operation gets one outcome, and nothing that was taken on is lost. */
import * as fc from 'fast-check';
import { DomainError } from '../../../lambdas/domain/errors';
import {
  itemStates,
  OPERATION_MAX_RECEIVES,
  OPERATION_WORK_HOURS,
  operationStates,
} from '../../../lambdas/domain/operation';
import { parseResumeResponseSchema } from '../../../lambdas/domain/requests';
import type { ServiceEvent } from '../../../lambdas/ports';
import { getOperation } from '../../../lambdas/services/operations';
import { type RunPorts, runItem } from '../../../lambdas/services/run-operations';
import { testClock } from '../../contract/laptop-tables';
import { workOn } from '../../contract/operation-store';
import { memoryOperations } from '../../support/memory-operations';

const WORKER_MS = 30_000;
const VISIBILITY_MS = 45_000;
const answer = parseResumeResponseSchema.parse({ resume: {}, meta: { requestId: 'r', latencyMs: 1 } });

/** What the parse of an item comes to: always the same, or a fault that passes now and then. */
type Nature = 'fine' | 'refused' | 'shaky';
interface Message {
  index: number;
  receives: number;
  visibleAt: number;
}
interface Worker {
  endsAt: number;
  /** Goes on from where it waits; undefined while it runs. */
  proceed: (() => void) | undefined;
}

/** A queue, its workers and their deaths, on a clock of its own; `next(n)` draws a number below n. */
function simulation(natures: readonly Nature[], next: (below: number) => number) {
  const clock = testClock();
  const store = memoryOperations(clock);
  const messages = new Set<Message>(natures.map((_, index) => ({ index, receives: 0, visibleAt: 0 })));
  const workers = new Set<Worker>();
  const resumes = new Map<number, Set<string>>();
  const told: ServiceEvent[] = [];
  /** Items without an outcome whose message was acknowledged. */
  const lost: number[] = [];
  let deadLetters = 0;

  /** Two places to die at around each effect: before it, and before anybody hears of it. */
  function portsOf(worker: Worker, message: Message): RunPorts {
    const turn = () => new Promise<void>((resolve) => (worker.proceed = resolve));
    const around =
      <A extends unknown[], R>(effect: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await turn();
        const result = await effect(...args);
        await turn();
        return result;
      };
    return {
      operations: {
        ...store,
        claim: around(store.claim),
        finish: around(store.finish),
        release: around(store.release),
        get: around(store.get),
        announced: around(store.announced),
      },
      uploads: { read: async () => undefined },
      parse: around(async (request, _context, storeAs) => {
        const index = Number(request.uploadId);
        const nature = natures[index];
        if (nature === 'refused') throw new DomainError('DOCUMENT_EMPTY', 'empty');
        if (nature === 'shaky' && next(2) === 0) throw new DomainError('PROVIDER_UNAVAILABLE', 'down');
        resumes.set(index, (resumes.get(index) ?? new Set()).add(storeAs));
        return answer;
      }),
      inTime: (call, work) => work(call),
      outlet: { publish: around(async (_owner, event) => void told.push(event)) },
      queue: {
        putOff: around(async (_receipt, seconds) => {
          message.visibleAt = clock.now() + seconds * 1000;
        }),
      },
      telemetry: { count() {}, measure() {}, event() {} },
      clock,
      random: () => 0,
    };
  }

  function deliver(message: Message): void {
    if (message.receives >= OPERATION_MAX_RECEIVES) {
      messages.delete(message);
      deadLetters += 1;
      return;
    }
    message.receives += 1;
    message.visibleAt = clock.now() + VISIBILITY_MS;
    const worker: Worker = { endsAt: clock.now() + WORKER_MS, proceed: undefined };
    workers.add(worker);
    const call = { signal: new AbortController().signal, deadline: worker.endsAt - 700 };
    const { index, receives } = message;
    void runItem(portsOf(worker, message), { operationId: 'op_1', index, receives, receipt: '' }, call).then(
      async (done) => {
        workers.delete(worker);
        if (!done) return;
        messages.delete(message);
        if (!isDone((await store.item('op_1', index))?.item.state)) lost.push(index);
      },
    );
  }

  const any = <T>(set: readonly T[]) => set[next(set.length)];
  return {
    clock,
    store,
    resumes,
    told,
    lost,
    hasDeadLetters: () => deadLetters > 0,
    isIdle: () => messages.size === 0 && workers.size === 0,
    async step(withDeaths: boolean): Promise<void> {
      const waiting = [...workers].filter(({ proceed }) => proceed !== undefined);
      const due = [...messages].filter(({ visibleAt }) => visibleAt <= clock.now());
      // A standard queue may hand out a message that somebody has.
      const message = next(10) === 0 ? any([...messages]) : any(due);
      const action = next(10);
      const worker = any(waiting);
      if (withDeaths && action === 0 && worker) workers.delete(worker);
      else if (action < 3 && message && workers.size < 4) deliver(message);
      else if (worker) {
        const { proceed } = worker;
        worker.proceed = undefined;
        proceed?.();
      } else if (due.length === 0) clock.advance(1 + next(VISIBILITY_MS));
      else if (message) deliver(message);
      // Lambda ends what has used up its time.
      for (const each of workers) if (each.endsAt <= clock.now()) workers.delete(each);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('run-operations, killed at any moment and delivered any number of times', () => {
  const nature = fc.constantFrom<Nature>('fine', 'fine', 'refused', 'shaky');

  it('gives each item one outcome, stores each resume once, never goes back, and tells the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(nature, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(9_999)),
        fc.nat(300),
        async (natures, numbers, deathsUntil) => {
          const next = (below: number) => (numbers.next().value ?? 0) % Math.max(1, below);
          const world = simulation(natures, next);
          const { store, clock, told, resumes } = world;
          const items = natures.map((_, i) => ({ uploadId: `${i}`, work: { ...workOn(`${i}`), store: true } }));
          await store.create({ id: 'op_1', owner: 'ines', kind: 'parse-resumes', items });
          const view = () => getOperation({ operations: store, clock }, { id: 'op_1' }, { owner: 'ines' });

          let before = await view();
          for (let step = 0; !world.isIdle(); step++) {
            await world.step(step < deathsUntil);
            const now = await view();
            expect(rank(operationStates, now.state)).toBeGreaterThanOrEqual(rank(operationStates, before.state));
            for (const [at, item] of now.items.entries()) {
              const earlier = before.items[at];
              expect(rank(itemStates, item.state)).toBeGreaterThanOrEqual(rank(itemStates, earlier?.state));
              if (isDone(earlier?.state)) expect(item).toEqual(earlier);
            }
            before = now;
          }

          const reached = before;
          expect(world.lost).toEqual([]);
          clock.advance(OPERATION_WORK_HOURS * 3_600_000);
          const end = await view();
          expect(end.progress.done).toBe(natures.length);
          for (const [index, item] of end.items.entries()) {
            if (item.state === 'succeeded') expect([...(resumes.get(index) ?? [])]).toEqual([item.resumeId]);
            if (natures[index] === 'refused' && item.fault?.code !== 'DEADLINE_EXCEEDED') {
              expect(item.fault?.code).toBe('DOCUMENT_EMPTY');
            }
          }
          if (!world.hasDeadLetters()) {
            expect(reached.progress.done).toBe(natures.length);
            expect(told.length).toBeGreaterThanOrEqual(1);
          }
          for (const { data } of told) expect(data).toMatchObject({ state: end.state, progress: end.progress });
        },
      ),
      { numRuns: 80 },
    );
  });
});

function rank(states: readonly string[], state: string | undefined): number {
  // The last states are all final: none comes after another, and the test of `toEqual` holds them still.
  return Math.min(2, states.indexOf(state ?? ''));
}

function isDone(state: string | undefined): boolean {
  return state === 'succeeded' || state === 'failed';
}
