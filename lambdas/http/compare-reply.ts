/** A comparison as it goes out: each side that failed with its problem. */
import type { CompareResponse } from '../domain/compare';
import type { DomainError } from '../domain/errors';
import { problemPart } from './problem';

type Contender = CompareResponse['contenders'][number];

export function comparedSides(
  comparison: Omit<CompareResponse, 'contenders'> & {
    contenders: readonly (Omit<Contender, 'problem'> & { fault: DomainError | null })[];
  },
): CompareResponse {
  return {
    ...comparison,
    contenders: comparison.contenders.map(({ fault, ...side }) => ({
      ...side,
      problem: fault === null ? null : problemPart(fault),
    })),
  };
}
