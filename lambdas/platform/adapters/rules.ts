/** The text model that is code. */
import { perPlatform } from '../platform';
import { knowledge } from './knowledge';

export const rules = perPlatform(async (at) => {
  const [{ rulesModel }, known] = await Promise.all([import('../../providers/rules/rules-model'), knowledge(at)]);
  return rulesModel(known);
});
