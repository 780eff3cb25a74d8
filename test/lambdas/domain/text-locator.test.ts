import { foldText, textLocator } from '../../../lambdas/domain/text-locator';

const document = {
  lines: [
    { text: 'Ana Gómez', page: 1 },
    { text: 'Senior C++ Engineer\tAcme, Inc.', page: 1 },
    { text: 'Built the “Atlas” billing', page: 2 },
    { text: 'system; ﬁnance team. Acme, Inc. again', page: 2 },
  ],
};

describe('text-locator', () => {
  it('finds a value whatever its case, blanks and punctuation, and says where', () => {
    const place = textLocator(document).locate('senior c++  engineer');

    expect(place).toEqual({ quote: 'Senior C++ Engineer', line: 2, page: 1, span: [10, 29] });
  });

  it('finds a value that runs over a line end', () => {
    expect(textLocator(document).locate('"Atlas" billing system')).toMatchObject({ line: 3, page: 2 });
  });

  it('finds compatibility forms by their plain letters', () => {
    expect(textLocator(document).locate('finance team')?.line).toBe(4);
  });

  it('prefers the place at or after an offset, and falls back to the first', () => {
    const locator = textLocator(document);

    expect(locator.locate('Acme Inc', 60)?.line).toBe(4);
    expect(locator.locate('Ana Gómez', 60)?.line).toBe(1);
  });

  it('does not find a part of a word, nor what the text does not say', () => {
    const locator = textLocator(document);

    expect(locator.locate('gine')).toBeUndefined();
    expect(locator.locate('Kubernetes')).toBeUndefined();
    expect(locator.locate(' ,; ')).toBeUndefined();
  });

  it('finds a part of a run in a script that has no blanks', () => {
    const locator = textLocator({ lines: [{ text: '2019年4月 東京物産株式会社入社', page: 1 }] });

    expect(locator.locate('東京物産株式会社')?.quote).toBe('東京物産株式会社');
  });

  it('tells which share of the words occurs at all', () => {
    expect(textLocator(document).wordShare('billing finance kubernetes team')).toBe(0.75);
  });

  it('folds an accent typed as two characters like the one typed as one', () => {
    expect(foldText('Go\u0301mez')).toBe('gómez');
  });
});
