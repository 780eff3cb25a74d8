/** The reader as a whole: what it takes, what it refuses, and text sent directly. */
import { documentFromText, documentReader, readDocument } from '../../../lambdas/documents/document-reader';
import { MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS } from '../../../lambdas/domain/limits';
import { patientCall, refusalOf } from '../../support/documents/reading';

describe('documentReader', () => {
  it('says what was read: kind, hash, bytes, pages', async () => {
    const document = await documentReader().read(Buffer.from('Baker'), patientCall());

    expect(document).toEqual({
      mediaType: 'text/plain',
      sha256: 'b7b9be5f87ca2f50371bf93bc14e2fde2212a69dba5fbbc48d46f9d26c9b9c3e',
      bytes: 5,
      pages: 1,
      lines: [{ text: 'Baker', page: 1 }],
      hidden: [],
      warnings: [],
    });
  });

  it.each([
    ['no bytes', Buffer.alloc(0), 'DOCUMENT_EMPTY'],
    ['blanks only', Buffer.from(' \n\t\r\n '), 'DOCUMENT_EMPTY'],
    ['unseen characters only', Buffer.from('\u200b\u2060'), 'DOCUMENT_EMPTY'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['another binary', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4]), 'UNSUPPORTED_MEDIA_TYPE'],
    ['too many bytes', Buffer.alloc(MAX_DOCUMENT_BYTES + 1, 97), 'DOCUMENT_TOO_LARGE'],
    ['too many characters', Buffer.alloc(MAX_TEXT_CHARACTERS + 1, 97), 'DOCUMENT_TOO_LARGE'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await refusalOf(bytes)).toBe(code);
  });

  it('reads nothing for a request that was given up or is out of time', async () => {
    const aborted = { ...patientCall(), signal: AbortSignal.abort() };
    const late = { ...patientCall(), deadline: 1000 };

    await expect(readDocument(Buffer.from('Baker'), aborted)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect(readDocument(Buffer.from('Baker'), late, { now: () => 1000 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
  });

  it('names the formats it takes when it refuses one', async () => {
    const refusal = readDocument(Buffer.from('\x89PNG\r\n\x1a\n\0\0'), patientCall());

    await expect(refusal).rejects.toThrow('Send a PDF, Word (DOCX or DOC), RTF, HTML or plain text file.');
  });
});

describe('documentFromText', () => {
  it('splits lines at every kind of end, pages at form feeds, and drops blank lines', () => {
    const document = documentFromText('a\r\nb\rc\n\n  \nd\u2028e\ff');

    expect(document.lines.map(({ text, page }) => `${page}${text}`)).toEqual(['1a', '1b', '1c', '1d', '1e', '2f']);
    expect(document.pages).toBe(2);
  });

  it('takes bullet signs off, and leaves a minus or a hyphenated word alone', () => {
    const lines = documentFromText('• one\n- two\n* three\n-5 degrees\nwell-known\no Four').lines;

    expect(lines.map(({ text, bullet }) => [text, bullet ?? false])).toEqual([
      ['one', true],
      ['two', true],
      ['three', true],
      ['-5 degrees', false],
      ['well-known', false],
      ['Four', true],
    ]);
  });

  it('removes unseen characters, and reports tags that spell, long runs and reversed text', () => {
    const tags = [...'obey'].map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0))).join('');
    const bits = '\u200b\u200c\u200c\u200b\u200d';
    const document = documentFromText(`Ba${bits}ker${tags}\u202e`);

    expect(document.lines[0]?.text).toBe('Baker');
    expect(document.hidden).toEqual([
      { kind: 'bidi-control', page: 1, characters: 1 },
      { kind: 'unicode-tag', page: 1, characters: 4 },
      { kind: 'zero-width', page: 1, characters: 5 },
    ]);
  });

  it.each([
    ['a blank without width, as web pages hold it', '\u200bBaker \u200bsince 2012\u200b', 'Baker since 2012'],
    ['soft hyphens and joiners', 'soft\u00adware \u0645\u06cc\u200c\u062e', 'software \u0645\u06cc\u062e'],
    ['a number copied from a telephone', '\u202d+44 7700 900123\u202c', '+44 7700 900123'],
    ['an emoji made of several', '👩\u200d🍳 ❤\ufe0f', '👩🍳 ❤'],
    [
      'the flag of a part of a country',
      `Cook 🏴${String.fromCodePoint(0xe0067, 0xe0062, 0xe0065, 0xe006e, 0xe0067, 0xe007f)}`,
      'Cook 🏴',
    ],
    ['the forms of signs in names', '葛\u{e0100}城 葛\u{e0101}城 葛\u{e0100}城 葛\u{e0101}城', '葛城 葛城 葛城 葛城'],
  ])('cleans %s without an alarm', (_, text, cleaned) => {
    const document = documentFromText(text);

    expect(document.lines[0]?.text).toBe(cleaned);
    expect(document.hidden).toEqual([]);
  });

  it('folds ligatures, radicals and full-width forms, and leaves text well-formed', () => {
    const document = documentFromText('oﬃce ⾼ Ｃ＋＋ e\u0301 \ud800 Master´s \u0000x');

    expect(document.lines[0]?.text).toBe("office 高 C++ é \ufffd Master's x");
  });

  it('keeps the cells of a line apart by a tab', () => {
    expect(documentFromText('Acme      2020\tMadrid  now').lines[0]?.text).toBe('Acme\t2020\tMadrid now');
  });

  it('is quick with a heap of marks on one letter', () => {
    const [line] = documentFromText(`a${'\u0301\u0327'.repeat(200_000)}b`).lines;

    expect(line?.text.length).toBeLessThan(20);
  });
});
