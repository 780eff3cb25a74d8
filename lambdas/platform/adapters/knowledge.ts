/** What is known of skills, occupations, words and phone numbers. */
import { perPlatform } from '../platform';

export const knowledge = perPlatform(async () => {
  const [reference, phone] = await Promise.all([
    import('../../reference/read-reference'),
    import('../../reference/phone-numbers'),
  ]);
  return {
    taxonomy: reference.readSkillTaxonomy(),
    occupations: reference.readOccupations(),
    words: reference.readWordTable(),
    readPhone: phone.readPhoneNumber,
  };
});
