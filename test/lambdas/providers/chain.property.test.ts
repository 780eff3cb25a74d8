/** Whatever models, stores and callers do, the chains answer and are on time, and leave nothing behind that goes on. */
import * as fc from 'fast-check';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import type { Provider, Usage } from '../../../lambdas/domain/meta';
import { spaceId } from '../../../lambdas/domain/vector-space';
import type { Embedder, OpenBreaker } from '../../../lambdas/ports';
import { breakerKey, type Gates } from '../../../lambdas/providers/admission';
import { circuitBreaker } from '../../../lambdas/providers/breaker';
import { bulkhead } from '../../../lambdas/providers/bulkhead';
import { textChain } from '../../../lambdas/providers/chain';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { ProviderError, type ProviderErrorKind } from '../../../lambdas/providers/provider-error';
import { retryBudget } from '../../../lambdas/providers/retry-budget';
import type { SpendGuard } from '../../../lambdas/providers/spend-guard';
import { memoryBreakerStore } from '../../support/memory-breaker-store';
import { type Step, scriptedModel, TOKENS, type VirtualTime, virtualTime } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

const bedrock = { provider: 'bedrock', modelId: HAIKU } as const;
const openai = { provider: 'openai', modelId: LUNA } as const;
const rules = { provider: 'rules', modelId: 'rules-1' } as const;
const remote = [bedrock, openai];

const kinds: ProviderErrorKind[] = [
  'throttled',
  'quota',
  'not-ready',
  'unavailable',
  'timeout',
  'network',
  'refused',
  'not-found',
  'unsupported',
  'invalid-request',
  'invalid-output',
  'truncated',
  'filtered',
];

const failure = fc.record({
  kind: fc.constantFrom(...kinds),
  retryAfterMs: fc.option(fc.nat(40_000), { nil: undefined }),
});
const HANGS_MS = 600_000;
const takesMs = fc.oneof(fc.nat(3_000), fc.nat(30_000), fc.constant(HANGS_MS));
const step: fc.Arbitrary<Step> = fc
  .record({
    afterMs: takesMs,
    deaf: fc.boolean(),
    does: fc.oneof(
      failure.map((fault) => ({ error: new ProviderError({ ...bedrock, ...fault }) })),
      fc.constantFrom(
        { error: new TypeError('a bug') },
        { output: { ...emptyExtraction(), name: 'Ada' } },
        { output: { ...emptyExtraction(), name: 'Ada' }, usage: null },
        { output: { name: 7 } },
        { output: null },
        { output: 'words' },
      ),
    ),
  })
  .map(({ does, ...rest }) => ({ ...rest, ...does }));
const steps = fc.array(step, { minLength: 1, maxLength: 4 });

/** How a store behaves: at once, after a while, never, or not at all. */
const behaviour = fc.oneof(
  { weight: 2, arbitrary: fc.constant('at once' as const) },
  fc.nat(2_000),
  fc.constantFrom('never' as const, 'fails' as const),
);
type Behaviour = number | 'at once' | 'never' | 'fails';

/** What stands before each model, and how well. */
const surroundings = fc.record({
  opened: fc.constantFrom('no' as const, 'waits' as const, 'due' as const),
  failures: fc.nat(5),
  breakerStore: behaviour,
  freeSlots: fc.constantFrom(0, 1, 9),
  grants: fc.boolean(),
  ledger: behaviour,
  retries: fc.boolean(),
  orderMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3_000)),
  /** Part of the time that the caller has. */
  leaves: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 5 }),
  withinMs: fc.integer({ min: 500, max: 30_000 }),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

function as(how: Behaviour, time: VirtualTime): Promise<void> {
  if (how === 'at once') return Promise.resolve();
  if (how === 'fails') return Promise.reject(new Error('no store'));
  return new Promise((resolve) => {
    if (how !== 'never') time.after(how, resolve);
  });
}

/** Gates in the state that was drawn, and a look at whether all was given back that was taken. */
async function gatesOf(drawn: Surroundings, time: VirtualTime, models: readonly (typeof bedrock | typeof openai)[]) {
  const store = memoryBreakerStore();
  const breaker = circuitBreaker({ clock: time, store, random: () => drawn.random });
  for (const model of models) {
    const key = breakerKey(model);
    const probeAt = time.now() + (drawn.opened === 'waits' ? 20_000 : -1);
    const row: OpenBreaker = { probeAt, windowMs: 30_000 };
    if (drawn.opened !== 'no') {
      store.rows.set(key, row);
      await breaker.look(key);
    }
    for (let i = 0; i < drawn.failures; i++) await breaker.record(key, 'timeout');
  }
  store.before = () => as(drawn.breakerStore, time);

  const slots = bulkhead(9);
  for (const { provider } of models) for (let i = 9; i > drawn.freeSlots; i--) slots.enter(provider);
  const open = { grants: 0 };
  const spend: SpendGuard = {
    async reserve() {
      await as(drawn.ledger, time);
      if (!drawn.grants) return null;
      open.grants++;
      return { settle: () => void open.grants-- };
    },
  };
  const gates: Gates & { retries: ReturnType<typeof retryBudget> } = {
    breaker,
    bulkhead: slots,
    spend,
    retries: retryBudget({ share: 0, floor: drawn.retries ? 1 : 0 }),
  };
  const freeSlots = (provider: Provider) => {
    let free = 0;
    while (slots.enter(provider) !== null) free++;
    return free;
  };
  return { gates, open, freeSlots };
}

/** A caller who may leave, and the order of the models as somebody slow says it. */
function callerOf({ leaves, withinMs, orderMs }: Surroundings, time: VirtualTime) {
  const caller = new AbortController();
  const call = { signal: caller.signal, deadline: time.now() + withinMs };
  const cancel = leaves === null ? () => {} : time.after(leaves * withinMs, () => caller.abort('gone'));
  const order = async (): Promise<Provider[]> => {
    if (orderMs > 0) await as(orderMs, time);
    return ['bedrock', 'openai'];
  };
  return { caller, call, cancel, order };
}

/** A matcher of the test library takes longer than all of the chain; with ten thousand runs that is a minute. */
function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
}

const isLate = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'DEADLINE_EXCEEDED';

describe('textChain under random faults', () => {
  it('always answers, within the deadline, from a tier that it names', async () => {
    const schedule = fc.record({ bedrock: steps, openai: steps, rulesMs: fc.nat(150), around: surroundings });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ around, rulesMs, ...script }) => {
        const time = virtualTime();
        const models = [
          scriptedModel(bedrock, time, script.bedrock),
          scriptedModel(openai, time, script.openai),
          scriptedModel(rules, time, [{ afterMs: rulesMs, output: emptyExtraction(), usage: null }]),
        ];
        const { gates, open, freeSlots } = await gatesOf(around, time, remote);
        const { caller, call, cancel, order } = callerOf(around, time);
        const random = () => around.random;
        const chain = textChain({ ...gates, models, time, random, order });

        const running = chain.run(resumeTask(RESUME), extractionSchema, call);
        const answer = await time.during(running).catch((error: unknown) => {
          // The one reason for no answer: nobody waits for it.
          if (caller.signal.aborted && isLate(error)) return undefined;
          throw error;
        });
        cancel();

        holds(time.now() <= call.deadline, 'it is on time');
        const upstream = models.slice(0, 2).flatMap(({ asked }) => asked);
        holds(
          upstream.every(({ call: asked }) => asked.signal.aborted && asked.deadline <= call.deadline),
          'no call goes on',
        );
        for (const { asked } of models) {
          // One retry and one repair: nothing amplifies.
          holds(asked.length <= (around.retries ? 3 : 2), 'nothing amplifies');
        }
        holds(
          remote.every(({ provider }) => freeSlots(provider) === around.freeSlots),
          'slots are given back',
        );
        if (around.freeSlots === 0 || !around.grants) holds(upstream.length === 0, 'nobody passes a closed gate');
        if (answer !== undefined) {
          const { value, provenance } = answer;
          const last = provenance.attempts.at(-1);
          holds(extractionSchema.safeParse(value).success, 'the answer fits');
          holds(last?.outcome === 'ok' && last.provider === provenance.provider, 'it names its tier');
          holds(provenance.degraded === (provenance.provider === 'rules'), 'it says if it is degraded');
        }
        await time.during(as(10_000, time));
        holds(open.grants === 0, 'what was set aside is settled');
      }),
      { numRuns: 7_000 },
    );
  });
});

/** Embeds as it is told, a step for each batch. */
function scriptedEmbedder(identity: Pick<Embedder, 'provider' | 'modelId'>, time: VirtualTime, script: Step[]) {
  const model = scriptedModel(identity, time, script);
  const { provider, modelId } = identity;
  const usage: Usage = { ...TOKENS, outputTokens: 0 };
  const embedder: Embedder = {
    ...identity,
    space: { provider, model: modelId, dimensions: 2, version: 'v1' },
    maxBatch: 4,
    maxCharacters: 100,
    estimate: () => usage,
    async embed(texts, ask) {
      await model.complete(resumeTask(''), ask);
      return { vectors: texts.map((text) => [text.length, 1]), usage };
    },
  };
  return { embedder, asked: model.asked };
}

describe('embedderChain under random faults', () => {
  it('always answers in one space, within the deadline, or says that the space asked for is not to be had', async () => {
    const schedule = fc.record({
      bedrock: steps,
      openai: steps,
      texts: fc.integer({ min: 1, max: 14 }),
      pinned: fc.boolean(),
      around: surroundings,
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ around, texts: count, pinned, ...script }) => {
        const time = virtualTime();
        const [first, second, local] = [
          scriptedEmbedder(bedrock, time, script.bedrock),
          scriptedEmbedder(openai, time, script.openai),
          scriptedEmbedder({ provider: 'embedded', modelId: 'word-table' }, time, [{ afterMs: 1 }]),
        ];
        const { gates, open, freeSlots } = await gatesOf(around, time, remote);
        const { caller, call, cancel, order } = callerOf(around, time);
        const embedders = [first.embedder, second.embedder, local.embedder];
        const chain = embedderChain({ ...gates, embedders, time, random: () => around.random, order });

        const texts = Array.from({ length: count }, (_, i) => 'x'.repeat(i + 1));
        const space = pinned ? { space: first.embedder.space } : {};
        const running = chain.embed(texts, { ...call, ...space, purpose: 'document' });
        const answer = await time.during(running).catch((error: { code?: string }) => {
          if (caller.signal.aborted && isLate(error)) return undefined;
          if (pinned && error.code === 'PROVIDER_UNAVAILABLE') return undefined;
          throw error;
        });
        cancel();

        holds(time.now() <= call.deadline, 'it is on time');
        const upstream = [...first.asked, ...second.asked];
        holds(
          upstream.every(({ call: asked }) => asked.signal.aborted && asked.deadline <= call.deadline),
          'no call goes on',
        );
        const batches = Math.ceil(count / 4);
        for (const { asked } of [first, second]) {
          holds(asked.length <= batches * (around.retries ? 2 : 1), 'nothing amplifies');
        }
        holds(
          remote.every(({ provider }) => freeSlots(provider) === around.freeSlots),
          'slots are given back',
        );
        if (answer !== undefined) {
          const { vectors, space: of, provenance } = answer;
          holds(
            vectors.length === count && vectors.every(({ values: [length] }, i) => length === i + 1),
            'each text has its vector',
          );
          holds(of.provider === provenance.provider, 'it names its tier');
          holds(!pinned || spaceId(of) === spaceId(first.embedder.space), 'it keeps to the space');
        }
        await time.during(as(10_000, time));
        holds(open.grants === 0, 'what was set aside is settled');
      }),
      { numRuns: 3_000 },
    );
  });
});
