/** Health, with what is probed. */
import type { Call, Embedder, RequestContext, TextModel } from '../../ports';
import * as service from '../../services/health';
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
  const [texts, vectors, { jobs }] = await Promise.all([textModels(at), embedders(at), stores(at)]);
  const store: service.Probe = {
    capability: 'store',
    provider: 'dynamodb',
    model: null,
    check: () => jobs.get('health-probe'),
  };
  const probes = [...texts.map(textProbe), ...vectors.map(embedderProbe), store];
  return service.providersHealth({ clock: at.clock, probes }, soon(context, at.clock.now()));
}

function soon(context: RequestContext, now: number): RequestContext {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(MAX_PROBE_MS)]);
  return { ...context, signal, deadline: Math.min(context.deadline, now + MAX_PROBE_MS) };
}

/** A prompt costs money, so only what runs in this process is tried. */
function textProbe({ provider, modelId }: TextModel): service.Probe {
  return { capability: 'text', provider, model: modelId, check: provider === 'rules' ? async () => undefined : null };
}

/** One word costs next to nothing, and shows that the key, the network and the model are there. */
function embedderProbe(embedder: Embedder): service.Probe {
  const check = (call: Call) => embedder.embed(['health'], { ...call, purpose: 'query' });
  return { capability: 'embeddings', provider: embedder.provider, model: embedder.modelId, check };
}
