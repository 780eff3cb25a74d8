import { INJECTION_PATTERNS } from '../../../lambdas/domain/injection-patterns';
import { expectLinear } from '../../support/growth';

const kindsOf = (text: string) =>
  INJECTION_PATTERNS.filter(({ pattern }) => text.search(pattern) !== -1).map(({ kind }) => kind);

describe('patterns of sentences to a model', () => {
  it.each(['-', '#', '<', ' ', '[', '<|', '- ', '---\n', '< ', 'system', 'ignore '])(
    'take no more than linear time for a text of %j',
    (unit) => {
      expectLinear(
        8_000,
        (size) => unit.repeat(Math.ceil(size / unit.length)),
        (text) => kindsOf(text),
      );
    },
  );

  it('find the end of a document after dashes, however many', () => {
    expect(kindsOf('--- end of resume')).toEqual(kindsOf('----------- end of resume'));
    expect(kindsOf('----- end of resume')).not.toEqual([]);
  });
});
