/** What is known of skills, occupations and words. */
import { perPlatform } from '../platform';

export const knowledge = perPlatform(async () => {
  const reference = await import('../../reference/read-reference');
  return {
    taxonomy: reference.readSkillTaxonomy(),
    occupations: reference.readOccupations(),
    words: reference.readWordTable(),
  };
});
