/** What of the unseen is worth an alarm. */
import { hiddenTally } from '../../../lambdas/documents/hidden-text';

describe('hiddenTally', () => {
  it('adds up by page and kind', () => {
    const hidden = hiddenTally();
    hidden.add('tiny', 2, 30);
    hidden.add('same-colour', 1, 4);
    hidden.add('tiny', 1, 1);
    hidden.add('tiny', 1, 2);

    expect(hidden.report()).toEqual([
      { kind: 'same-colour', page: 1, characters: 4 },
      { kind: 'tiny', page: 1, characters: 3 },
      { kind: 'tiny', page: 2, characters: 30 },
    ]);
  });

  it('says nothing of three characters, which templates leave behind', () => {
    const hidden = hiddenTally();
    hidden.add('tiny', 1, 2);
    hidden.add('tiny', 2, 1);
    hidden.add('off-page', 1, 3);

    expect(hidden.report()).toEqual([]);
  });

  it('tells of one mark that turns the text around', () => {
    const hidden = hiddenTally();
    hidden.add('bidi-control', 1, 1);

    expect(hidden.report()).toEqual([{ kind: 'bidi-control', page: 1, characters: 1 }]);
  });
});
