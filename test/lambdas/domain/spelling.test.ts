import { putRight } from '../../../lambdas/domain/spelling';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../../lambdas/reference/read-reference';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };

describe('putRight', () => {
  it.each([
    ['electrican oslo', 'electrician oslo'],
    ['data enginer amsterdm', 'data engineer amsterdam'],
    ['kuberntes administrator', 'kubernetes administrator'],
  ])('puts one slip in a word right: %s', (phrase, meant) => {
    expect(putRight(phrase, knowledge)).toBe(meant);
  });

  it.each(['senior nurse in Leeds', 'C++ and Node.js developer', 'Krankenpfleger', 'camarero', 'zqxwvk job', 'ux'])(
    'leaves %s alone',
    (phrase) => {
      expect(putRight(phrase, knowledge)).toBe(phrase);
    },
  );
});
