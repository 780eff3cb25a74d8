/** What the code knows of the world, from the real reference data, read once a test file. */
import type { AssemblyOptions } from '../../lambdas/domain/assemble-resume';
import type { Knowledge } from '../../lambdas/domain/knowledge';
import { readPhoneNumber } from '../../lambdas/reference/phone-numbers';
import { readOccupations, readSkillTaxonomy } from '../../lambdas/reference/read-reference';

/** Options for `assembleResume`, with "present" on the 1st of March 2026. */
export function assemblyOptions(overrides: Partial<AssemblyOptions> = {}): AssemblyOptions {
  return {
    knowledge: { taxonomy: readSkillTaxonomy(), occupations: readOccupations() },
    readPhone: readPhoneNumber,
    today: '2026-03-01',
    method: 'rule',
    ...overrides,
  };
}

/** The same with a word table that knows nothing, for tests that do not look at vectors. */
export function wordlessKnowledge(): Knowledge {
  const { taxonomy, occupations } = assemblyOptions().knowledge;
  return { taxonomy, occupations, words: { space: 'none', embed: () => new Array<number>(256).fill(0) } };
}
