/** Health, with what is probed. */
import type { Call, Embedder, RequestContext, TextModel } from '../../ports';
import { breakerKey } from '../../providers/admission';
import { type SpendGuard, underBudget } from '../../providers/spend-guard';
import { isLocal } from '../../providers/tiers';
import * as service from '../../services/health';
import { chainUsage } from '../adapters/chain-usage';
import { dailyBudget } from '../adapters/daily-budget';
import { embedders } from '../adapters/embedders';
import { stores } from '../adapters/stores';
import { textModels } from '../adapters/text-models';
import { platform } from '../platform';

/** What stalls is failing: the people on call must not wait for it. */
const MAX_PROBE_MS = 2_000;

export async function health() {
  const { clock, config } = platform();
  return service.health({ clock, version: config.SERVICE_VERSION });
}

export async function providersHealth(context: RequestContext) {
  const at = platform();
  const [texts, vectors, { jobs }, { breaker }, spend] = await Promise.all([
    textModels(at),
    embedders(at),
    stores(at),
    chainUsage(at),
    dailyBudget(at),
  ]);
  const guarded = (probe: Omit<service.Probe, 'breaker'>, model: TextModel | Embedder): service.Probe => {
    return { ...probe, breaker: isLocal(model.provider) ? null : () => breaker.look(breakerKey(model)) };
  };
  const store: service.Probe = {
    capability: 'store',
    provider: 'dynamodb',
    model: null,
    check: () => jobs.get('health-probe'),
    breaker: null,
  };
  const probes = [
    ...texts.map((model) => guarded(textProbe(model), model)),
    ...vectors.map((embedder) => guarded(embedderProbe(embedder, spend), embedder)),
    store,
  ];
  return service.providersHealth({ clock: at.clock, probes }, soon(context, at.clock.now()));
}

function soon(context: RequestContext, now: number): RequestContext {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(MAX_PROBE_MS)]);
  return { ...context, signal, deadline: Math.min(context.deadline, now + MAX_PROBE_MS) };
}

/** A prompt costs money, so only what runs in this process is tried. */
function textProbe({ provider, modelId }: TextModel): Omit<service.Probe, 'breaker'> {
  return { capability: 'text', provider, model: modelId, check: provider === 'rules' ? async () => undefined : null };
}

/** One word costs next to nothing, and shows that the key, the network and the model are there. */
function embedderProbe(embedder: Embedder, spend: SpendGuard | undefined): Omit<service.Probe, 'breaker'> {
  const texts = ['health'];
  const paid = { modelId: embedder.modelId, worst: embedder.estimate(texts) };
  const check = (call: Call) =>
    underBudget(spend, paid, call, () => embedder.embed(texts, { ...call, purpose: 'query' }));
  return { capability: 'embeddings', provider: embedder.provider, model: embedder.modelId, check };
}
