import { DomainError } from '../../../lambdas/domain/errors';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import type { Call, TextModel } from '../../../lambdas/ports';
import { circuitBreaker } from '../../../lambdas/providers/breaker';
import { type TextChainOptions, textChain } from '../../../lambdas/providers/chain';
import { ProviderError, type ProviderErrorKind } from '../../../lambdas/providers/provider-error';
import { type Step, scriptedModel, TOKENS, virtualTime } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

const bedrock = { provider: 'bedrock', modelId: HAIKU } as const;
const openai = { provider: 'openai', modelId: LUNA } as const;
const rules = { provider: 'rules', modelId: 'rules-1' } as const;

const fails = (kind: ProviderErrorKind, more: { retryAfterMs?: number; afterMs?: number } = {}): Step => ({
  afterMs: more.afterMs ?? 100,
  error: new ProviderError({ ...bedrock, kind, retryAfterMs: more.retryAfterMs }),
});
const answers = (name: string, afterMs = 1_000): Step => ({ afterMs, output: { ...emptyExtraction(), name } });

/** A chain of Bedrock, OpenAI and the rules that behave as told, asked with 27 s on a virtual clock. */
function scene(script: { bedrock: Step[]; openai?: Step[]; rules?: Step[] }, options: Partial<TextChainOptions> = {}) {
  const time = virtualTime();
  const models = {
    bedrock: scriptedModel(bedrock, time, script.bedrock),
    openai: scriptedModel(openai, time, script.openai ?? [answers('from openai')]),
    rules: scriptedModel(rules, time, script.rules ?? [{ ...answers('from rules', 50), usage: null }]),
  };
  const all: TextModel[] = [models.bedrock, models.openai, models.rules];
  const chain = textChain({ models: all, time, random: () => 0.5, ...options });
  const caller = new AbortController();
  const started = time.now();
  const run = (withinMs = 27_000, more: Partial<Call> = {}) =>
    time.during(
      chain.run(resumeTask(RESUME), extractionSchema, {
        signal: caller.signal,
        deadline: time.now() + withinMs,
        ...more,
      }),
    );
  const outcomes = (provenance: { attempts: { provider: string; outcome: string }[] }) =>
    provenance.attempts.map((attempt) => `${attempt.provider} ${attempt.outcome}`);
  return { time, models, chain, caller, run, outcomes, elapsedMs: () => time.now() - started };
}

describe('textChain', () => {
  it('answers from the first model and says so', async () => {
    const { run } = scene({ bedrock: [answers('Ada')] });
    const { value, provenance } = await run();
    expect(value.name).toBe('Ada');
    expect(provenance).toEqual({
      provider: 'bedrock',
      model: HAIKU,
      attempts: [{ provider: 'bedrock', model: HAIKU, outcome: 'ok', latencyMs: 1_000 }],
      fallbackUsed: false,
      degraded: false,
      cached: false,
      simulated: false,
      promptVersion: 'parse-resume@test',
      usage: TOKENS,
      // 1,000 tokens in at 1.10 USD and 500 out at 5.50 USD a million.
      costUsd: 0.00385,
      costEstimated: false,
    });
  });

  it('goes to the next model when one is refused', async () => {
    const { run, outcomes } = scene({ bedrock: [fails('refused')] });
    const { value, provenance } = await run();
    expect(value.name).toBe('from openai');
    expect(outcomes(provenance)).toEqual(['bedrock refused', 'openai ok']);
    expect(provenance).toMatchObject({ fallbackUsed: true, degraded: false, provider: 'openai' });
  });

  it('answers from the rules, degraded, when every model fails', async () => {
    const { run, outcomes } = scene({ bedrock: [fails('quota')], openai: [fails('not-found')] });
    const { value, provenance } = await run();
    expect(value.name).toBe('from rules');
    expect(outcomes(provenance)).toEqual(['bedrock quota', 'openai not-found', 'rules ok']);
    expect(provenance).toMatchObject({ degraded: true, fallbackUsed: true, promptVersion: null, costUsd: 0 });
  });

  it.each(['throttled', 'unavailable', 'network'] as const)('asks the same model once more after %s', async (kind) => {
    const { run, outcomes } = scene({ bedrock: [fails(kind), answers('Ada')] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual([`bedrock ${kind}`, 'bedrock ok']);
    expect(provenance.fallbackUsed).toBe(false);
  });

  it('retries one time, not more', async () => {
    const { run, outcomes } = scene({ bedrock: [fails('unavailable')] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual(['bedrock unavailable', 'bedrock unavailable', 'openai ok']);
  });

  it('waits as long as the vendor asks, if that fits the slice', async () => {
    const { run, elapsedMs } = scene({ bedrock: [fails('throttled', { retryAfterMs: 3_000 }), answers('Ada')] });
    await run();
    expect(elapsedMs()).toBe(100 + 3_000 + 1_000);
  });

  it('goes on at once when the vendor asks for more than the slice', async () => {
    const { run, elapsedMs, outcomes } = scene({ bedrock: [fails('throttled', { retryAfterMs: 13_000 })] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual(['bedrock throttled', 'openai ok']);
    expect(elapsedMs()).toBe(100 + 1_000);
  });

  it.each(['filtered', 'invalid-request'] as const)('sends a text to no other vendor after %s', async (kind) => {
    const { run, models, outcomes } = scene({ bedrock: [fails(kind)] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual([`bedrock ${kind}`, 'rules ok']);
    expect(models.openai.asked).toHaveLength(0);
  });

  it('has an answer that does not fit repaired by the same model', async () => {
    const { run, models, outcomes } = scene({
      bedrock: [{ afterMs: 100, output: { name: 7, work: [{ title: 5 }] } }, answers('Ada')],
    });
    const { value, provenance } = await run();
    expect(value.name).toBe('Ada');
    expect(outcomes(provenance)).toEqual(['bedrock invalid-output', 'bedrock ok']);
    expect(models.bedrock.asked[1]?.repair).toEqual([
      '/name: invalid_type (expected string)',
      '/work/0/title: invalid_type (expected string)',
    ]);
    expect(provenance.usage?.inputTokens).toBe(2_000);
    expect(provenance.costUsd).toBe(0.0077);
  });

  it('repairs one time, then asks the next model', async () => {
    const { run, outcomes } = scene({ bedrock: [fails('invalid-output')] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual(['bedrock invalid-output', 'bedrock invalid-output', 'openai ok']);
  });

  it('does not ask for the same answer again when it was cut', async () => {
    const { run, outcomes } = scene({ bedrock: [fails('truncated')] });
    expect(outcomes((await run()).provenance)).toEqual(['bedrock truncated', 'openai ok']);
  });

  it('cuts off a model that is deaf to its signal, at the end of its slice', async () => {
    const deaf = { ...answers('late', 60_000), deaf: true };
    const { run, elapsedMs, outcomes, models } = scene({ bedrock: [deaf], openai: [deaf] });
    const { provenance } = await run();
    expect(outcomes(provenance)).toEqual(['bedrock timeout', 'openai timeout', 'rules ok']);
    expect(elapsedMs()).toBe(14_000 + 9_000 + 50);
    expect(models.bedrock.asked[0]?.call.signal.aborted).toBe(true);
  });

  it('does not start a model without the time for it', async () => {
    const { run, outcomes, elapsedMs } = scene({ bedrock: [answers('Ada')] });
    const { provenance } = await run(1_600);
    expect(outcomes(provenance)).toEqual(['bedrock no-time', 'openai no-time', 'rules ok']);
    expect(elapsedMs()).toBe(50);
  });

  it('keeps the time of the later tiers free', async () => {
    const { run, models, time } = scene({ bedrock: [answers('Ada')] });
    const started = time.now();
    await run(5_000);
    // 1,500 for OpenAI, 150 for the rules, 200 for the reply.
    expect((models.bedrock.asked[0]?.call.deadline ?? 0) - started).toBe(5_000 - 1_500 - 150 - 200);
  });

  it('stops when the caller leaves', async () => {
    const { run, caller, time, models } = scene({ bedrock: [answers('Ada', 5_000)] });
    time.after(1_000, () => caller.abort());
    await expect(run()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(models.openai.asked).toHaveLength(0);
    expect(models.rules.asked).toHaveLength(0);
  });

  it('asks in the order of the flags, and the rules in any case', async () => {
    const { run, models } = scene({ bedrock: [answers('Ada')] }, { order: async () => ['openai'] });
    const { provenance } = await run();
    expect(provenance).toMatchObject({ provider: 'openai', fallbackUsed: false });
    expect(models.bedrock.asked).toHaveLength(0);
    const second = scene({ bedrock: [answers('Ada')], openai: [fails('refused')] }, { order: async () => ['openai'] });
    expect(second.outcomes((await second.run()).provenance)).toEqual(['openai refused', 'rules ok']);
  });

  it('asks nobody but those whom a call is held to, also when nobody says the order in time', async () => {
    const stalled = () => new Promise<never>(() => undefined);
    const { run, models } = scene({ bedrock: [answers('Ada')], openai: [answers('Ida')] }, { order: stalled });
    expect((await run(27_000, { only: ['openai'] })).provenance.provider).toBe('openai');
    expect(models.bedrock.asked).toHaveLength(0);
  });

  it('masks what leaves for another vendor, and only that', async () => {
    const masked = resumeTask('NAME\nEngineer');
    const { run, models } = scene(
      { bedrock: [fails('refused')], openai: [answers('NAME')] },
      {
        mask: () => ({
          task: masked,
          restore: (output) => ({ ...(output as object), name: 'Ada' }),
        }),
      },
    );
    const { value } = await run();
    expect(models.bedrock.asked[0]?.task).not.toBe(masked);
    expect(models.openai.asked[0]?.task).toBe(masked);
    expect(value.name).toBe('Ada');
  });

  it('marks simulated answers of remote models, not those of the rules', async () => {
    const remote = await scene({ bedrock: [answers('Ada')] }, { simulated: true }).run();
    const local = await scene({ bedrock: [fails('quota')], openai: [fails('quota')] }, { simulated: true }).run();
    expect(remote.provenance.simulated).toBe(true);
    expect(local.provenance.simulated).toBe(false);
  });

  it('passes over a model whose breaker is open', async () => {
    const time = virtualTime();
    const breaker = circuitBreaker({ clock: time, threshold: 2 });
    const first = scene({ bedrock: [fails('timeout')] }, { breaker });
    await first.run();
    await first.run();
    const { provenance } = await first.run();
    expect(first.outcomes(provenance)).toEqual(['bedrock breaker-open', 'openai ok']);
    expect(first.models.bedrock.asked).toHaveLength(2);
  });

  it('treats a bug in an adapter as a fault of its tier, and reports it', async () => {
    const bug = new TypeError('undefined is not a function');
    const reported: unknown[] = [];
    const { run, outcomes } = scene(
      { bedrock: [{ afterMs: 0, error: bug }] },
      { report: (_attempt, { error }) => reported.push(error) },
    );
    expect(outcomes((await run()).provenance)).toEqual(['bedrock unavailable', 'openai ok']);
    expect(reported).toEqual([bug, undefined]);
  });

  it('does not hide a bug in the rules', async () => {
    const bug = new TypeError('undefined is not a function');
    const { run } = scene({ bedrock: [fails('quota')], openai: [fails('quota')], rules: [{ afterMs: 0, error: bug }] });
    await expect(run()).rejects.toBe(bug);
  });

  it('says that no model can answer when there are no rules and all fail', async () => {
    const time = virtualTime();
    const chain = textChain({ models: [scriptedModel(bedrock, time, [fails('quota')])], time });
    const call = { signal: new AbortController().signal, deadline: time.now() + 27_000 };
    const failing = time.during(chain.run(resumeTask(RESUME), extractionSchema, call));
    await expect(failing).rejects.toBeInstanceOf(DomainError);
    await expect(failing).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('has no cost to tell when one of the models has no price', async () => {
    const time = virtualTime();
    const unpriced = scriptedModel({ provider: 'bedrock', modelId: 'mistral.unpriced' }, time, [answers('Ada')]);
    const chain = textChain({ models: [unpriced], time });
    const call = { signal: new AbortController().signal, deadline: time.now() + 27_000 };
    const { provenance } = await time.during(chain.run(resumeTask(RESUME), extractionSchema, call));
    expect(provenance.costUsd).toBeNull();
    expect(provenance.usage).toEqual(TOKENS);
  });

  it('leaves no timer behind', async () => {
    const { run, time } = scene({ bedrock: [fails('throttled'), answers('Ada', 10)] });
    await run();
    expect(time.pending()).toBe(0);
  });
});
