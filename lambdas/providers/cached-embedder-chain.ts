/** A chain of embedders that gives the same caller the vector of the same text once more without asking a model. */
import { addProvenance, type Provenance } from '../domain/meta';
import { spaceId, type Vector, type VectorSpace, vectorIn } from '../domain/vector-space';
import type { Embedder, EmbedderChain } from '../ports';
import { type EntryKey, entryKey, type KeepOptions, keptAnswers, secondHand } from './kept-answers';
import { ordered } from './model-order';
import { provenanceOf } from './provenance';
import { systemTime } from './resilience';
import { singleFlight } from './single-flight';
import { isLocal, type TierOptions } from './tiers';

export interface CachedEmbedderChainOptions extends KeepOptions, Pick<TierOptions, 'order' | 'simulated'> {
  chain: EmbedderChain;
  /** Those of the chain. */
  embedders: readonly Embedder[];
}

type Ask = Parameters<EmbedderChain['embed']>[1];
type Embedded = Awaited<ReturnType<EmbedderChain['embed']>>;

/**
 * Looked up are vectors of the space that is asked first now; what is not there is asked for in one call. When another
 * space answers, the kept vectors are left out and all texts are asked for again: an answer stays wholly of one space.
 * Vectors come as 32-bit floats, kept or not, so that both are the same number. Calls without an owner pass by, and so
 * does what this process embeds by itself. A cache that is slow, broken or wrong is a miss.
 */
export function cachedEmbedderChain(options: CachedEmbedderChainOptions): EmbedderChain {
  const { chain, time = systemTime } = options;
  const answers = keptAnswers(options);
  const flights = singleFlight(time);

  return {
    spaces: chain.spaces,
    async embed(texts, ask) {
      const { owner, fresh, noStore } = ask;
      const first = await firstOf(ask);
      if (owner === undefined || noStore || first === undefined || isLocal(first.provider)) {
        return chain.embed(texts, ask);
      }
      const space = spaceId(first.space);
      const keys = new Map(texts.map((text) => [text, entryKey('vector', owner, space, ask.purpose, text)]));
      if (fresh) return inOrder(texts, await complete(keys, new Map(), first, ask, true));
      const { value: answer, shared } = await flights.share(flightOf(keys), ask, () => keptOrMade(keys, first, ask));
      return inOrder(texts, shared ? { ...answer, provenance: secondHand(answer.provenance) } : answer);
    },
  };

  async function firstOf({ space, ...call }: Ask): Promise<Embedder | undefined> {
    const embedders = await ordered(options.embedders, options, call);
    return embedders.find((embedder) => space === undefined || spaceId(embedder.space) === spaceId(space));
  }

  async function keptOrMade(keys: ReadonlyMap<string, EntryKey>, first: Embedder, ask: Ask): Promise<ByText> {
    const read = await answers.read([...keys.values()], ask);
    const kept = new Map<string, Vector>();
    for (const [at, text] of [...keys.keys()].entries()) {
      const vector = vectorOf(read?.[at], first.space);
      if (vector !== undefined) kept.set(text, vector);
    }
    if (kept.size === keys.size) return { vectors: kept, space: first.space, provenance: provenanceOfHit(first) };
    // A cache that does not answer in time is not kept waiting for twice.
    return complete(keys, kept, first, ask, read !== null);
  }

  /** What was kept, with what was not. */
  async function complete(
    keys: ReadonlyMap<string, EntryKey>,
    kept: ReadonlyMap<string, Vector>,
    first: Embedder,
    ask: Ask,
    keeps: boolean,
  ): Promise<ByText> {
    const missing = [...keys.keys()].filter((text) => !kept.has(text));
    const made = byText(missing, await chain.embed(missing, ask));
    if (spaceId(made.space) !== spaceId(first.space)) {
      if (kept.size === 0) return made;
      const all = [...keys.keys()];
      const again = byText(all, await chain.embed(all, ask));
      return { ...again, provenance: addProvenance(made.provenance, again.provenance) };
    }
    if (keeps && !made.provenance.degraded) {
      const entries = [...keys].flatMap(([text, key]) => {
        const vector = made.vectors.get(text);
        return vector === undefined ? [] : [{ key, value: bytesOf(vector) }];
      });
      await answers.write(entries, ask);
    }
    return { ...made, vectors: new Map([...kept, ...made.vectors]) };
  }

  function provenanceOfHit(model: Embedder): Provenance {
    const answer = { value: undefined, model, fallbackUsed: false, attempts: [], spent: [] };
    const facts = { promptVersion: null, degraded: false, simulated: options.simulated ?? false, at: time.now() };
    return secondHand(provenanceOf(answer, facts));
  }
}

/** Each text once, however often it was asked for. */
type ByText = Omit<Embedded, 'vectors'> & { vectors: ReadonlyMap<string, Vector> };

function byText(texts: readonly string[], { vectors, ...answer }: Embedded): ByText {
  return { ...answer, vectors: new Map(texts.flatMap((text, at) => pairOf(text, vectors[at]))) };
}

function inOrder(texts: readonly string[], { vectors, ...answer }: ByText): Embedded {
  return { ...answer, vectors: texts.flatMap((text) => vectors.get(text) ?? []) };
}

function flightOf(keys: ReadonlyMap<string, EntryKey>): string {
  return entryKey(...[...keys.values()].map(({ id }) => id)).id;
}

const pairOf = (text: string, vector: Vector | undefined): [string, Vector][] =>
  vector === undefined ? [] : [[text, vectorIn(vector.space, vector.values.map(Math.fround))]];

function bytesOf({ values }: Vector): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Undefined for what is no vector of the space. */
function vectorOf(bytes: Buffer | undefined, space: VectorSpace): Vector | undefined {
  if (bytes?.length !== space.dimensions * Float32Array.BYTES_PER_ELEMENT) return undefined;
  const values = Array.from({ length: space.dimensions }, (_, at) => bytes.readFloatLE(at * 4));
  return values.every(Number.isFinite) ? vectorIn(space, values) : undefined;
}
