/** Whatever the models do, the chain answers and is on time. */
import * as fc from 'fast-check';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import { circuitBreaker } from '../../../lambdas/providers/breaker';
import { textChain } from '../../../lambdas/providers/chain';
import { ProviderError, type ProviderErrorKind } from '../../../lambdas/providers/provider-error';
import { type Step, scriptedModel, virtualTime } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

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
const step: fc.Arbitrary<Step> = fc
  .record({
    afterMs: fc.oneof(fc.nat(3_000), fc.nat(60_000)),
    deaf: fc.boolean(),
    does: fc.oneof(
      failure.map((fault) => ({ error: new ProviderError({ provider: 'bedrock', modelId: HAIKU, ...fault }) })),
      fc.constantFrom({ error: new TypeError('a bug') }, { output: { ...emptyExtraction(), name: 'Ada' } }),
      fc.anything().map((output) => ({ output })),
    ),
  })
  .map(({ does, ...rest }) => ({ ...rest, ...does }));
const steps = fc.array(step, { minLength: 1, maxLength: 4 });

describe('textChain under random faults', () => {
  it('always answers, within the deadline, from a tier that it names', async () => {
    const schedule = fc.record({
      bedrock: steps,
      openai: steps,
      rulesMs: fc.nat(150),
      withinMs: fc.integer({ min: 400, max: 30_000 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ bedrock, openai, rulesMs, withinMs, random }) => {
        const time = virtualTime();
        const models = [
          scriptedModel({ provider: 'bedrock', modelId: HAIKU }, time, bedrock),
          scriptedModel({ provider: 'openai', modelId: LUNA }, time, openai),
          scriptedModel({ provider: 'rules', modelId: 'rules-1' }, time, [
            { afterMs: rulesMs, output: emptyExtraction(), usage: null },
          ]),
        ];
        const chain = textChain({ models, time, random: () => random, breaker: circuitBreaker({ clock: time }) });
        const call = { signal: new AbortController().signal, deadline: time.now() + withinMs };

        const { value, provenance } = await time.during(chain.run(resumeTask(RESUME), extractionSchema, call));

        expect(time.now()).toBeLessThanOrEqual(call.deadline);
        expect(extractionSchema.safeParse(value).success).toBe(true);
        expect(provenance.attempts.at(-1)).toMatchObject({ provider: provenance.provider, outcome: 'ok' });
        expect(provenance.degraded).toBe(provenance.provider === 'rules');
        // One retry and one repair: nothing amplifies.
        for (const { provider } of models) {
          const calls = provenance.attempts.filter((attempt) => attempt.provider === provider);
          expect(calls.length).toBeLessThanOrEqual(3);
        }
        expect(
          models.slice(0, 2).every((model) => model.asked.every(({ call: asked }) => asked.deadline <= call.deadline)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
