/** Which jobs are worth scoring: the nearest of one vector space and those that share words and skills. */
import type { Filters } from '../domain/match';
import { addProvenance, type Provenance } from '../domain/meta';
import type { Profile } from '../domain/profile';
import { profileTerms } from '../domain/profile-terms';
import { spaceId, type VectorSpace } from '../domain/vector-space';
import type { Call, EmbedderChain, TermIndex, VectorIndex } from '../ports';
import { NO_PROVIDER } from './answer-meta';

/** Market of a job that names none. */
export const DEFAULT_MARKET = 'default';
/** The vector index gives no more in one answer. */
const MAX_BY_VECTOR = 100;
const MAX_BY_TERMS = 200;

export interface FoundJobs {
  ids: string[];
  provenance: Provenance;
  warnings: string[];
}

export interface SearchPorts {
  embedders: EmbedderChain;
  terms: TermIndex;
  vectors: VectorIndex;
}

/** Both searches at once; either may fail, and only if both do is there no answer. */
export async function findCandidateJobs(
  ports: SearchPorts,
  profile: Profile,
  filters: Filters,
  call: Call,
): Promise<FoundJobs> {
  const market = filters.market ?? DEFAULT_MARKET;
  const [near, named] = await Promise.allSettled([
    byVector(ports, profile, { ...filters, market }, call),
    ports.terms.find(profileTerms(profile), { market, limit: MAX_BY_TERMS }, call),
  ]);
  if (near.status === 'rejected') throw near.reason;
  if (named.status === 'rejected' && near.value.ids === undefined) throw named.reason;
  const warnings = [
    ...(near.value.ids === undefined ? ['No vector search was possible: found by skills and title words alone.'] : []),
    ...(named.status === 'rejected' ? ['The search by skills and words failed: found by vectors alone.'] : []),
  ];
  return {
    ids: [...new Set([...(near.value.ids ?? []), ...(named.status === 'fulfilled' ? named.value : [])])],
    provenance: {
      ...near.value.provenance,
      degraded: near.value.provenance.degraded || warnings.length > 0,
    },
    warnings,
  };
}

/**
 * Asks the embedders' first choice; when its index cannot be searched, the next space, each at most once. `ids` is
 * undefined when no space could be searched. A vector is only ever compared in its own space.
 */
async function byVector(
  { embedders, vectors }: SearchPorts,
  profile: Profile,
  filters: Filters & { market: string },
  call: Call,
): Promise<{ ids: string[] | undefined; provenance: Provenance }> {
  const tried = new Set<string>();
  let provenance = NO_PROVIDER;
  let space: VectorSpace | undefined;
  do {
    try {
      const answer = await embedders.embed([profile.embeddingText], {
        ...call,
        purpose: 'query',
        ...(space === undefined ? {} : { space }),
      });
      provenance = merged(provenance, answer.provenance);
      tried.add(spaceId(answer.space));
      const [vector] = answer.vectors;
      if (vector === undefined) throw new RangeError('a text was embedded into no vector');
      const hits = await vectors.query(vector, { topK: MAX_BY_VECTOR, filters }, call);
      return { ids: hits.map((hit) => hit.jobId), provenance };
    } catch (error) {
      if (call.signal.aborted || error instanceof RangeError) throw error;
      // A first call without a space has already asked every embedder in turn: nobody is left to ask.
      if (space === undefined && tried.size === 0) break;
      if (space !== undefined) tried.add(spaceId(space));
    }
    space = embedders.spaces.find((next) => !tried.has(spaceId(next)));
  } while (space !== undefined);
  return { ids: undefined, provenance };
}

/** The later answer; after one of another space it is a fallback. */
function merged(before: Provenance, after: Provenance): Provenance {
  return before.attempts.length === 0 ? after : { ...addProvenance(before, after), fallbackUsed: true };
}
