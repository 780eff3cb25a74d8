import { cefrLevel, languageCode } from '../../../lambdas/domain/language-names';

describe('language-names', () => {
  it.each([
    ['English', 'en'],
    ['Deutsch', 'de'],
    ['Französisch', 'fr'],
    ['español', 'es'],
    ['日本語', 'ja'],
    ['Brazilian Portuguese', 'pt'],
    ['Mandarin Chinese', 'zh'],
    ['German (B2)', 'de'],
  ])('knows %s as %s', (name, code) => {
    expect(languageCode(name)).toBe(code);
  });

  it('takes no other word for a language', () => {
    expect(['Python', 'Management', ''].map(languageCode)).toEqual([null, null, null]);
  });

  it('reads a stated CEFR level or a mother tongue, and does not guess one from "fluent"', () => {
    expect(['C1', 'level b2 (IELTS)', 'Muttersprache', 'fluent', 'ABC1'].map(cefrLevel)).toEqual([
      'C1',
      'B2',
      'native',
      null,
      null,
    ]);
  });
});
