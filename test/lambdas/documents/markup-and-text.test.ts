/** HTML, RTF, DOC and plain text to lines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPatiently, refusalOf, textOf } from '../../support/documents/reading';

const html = (body: string, head = '') =>
  Buffer.from(`<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`);
const rtf = (body: string) =>
  Buffer.from(
    `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial;}}{\\colortbl;\\red255\\green255\\blue255;}${body}}`,
    'latin1',
  );

describe('HTML', () => {
  it('is read by blocks, with headings, list items and table rows', async () => {
    const document = await readPatiently(
      html(
        '<h1>Nadia&nbsp;Ferr&atilde;o</h1><table><tr><td>Acme<td>2020</tr></table><ul><li>Led <b>five</b><li>Cut waste</ul><p>a &lt; b<br>c',
      ),
    );

    expect(document.lines.map(({ text, heading, bullet }) => [text, heading ?? bullet ?? false])).toEqual([
      ['Nadia Ferrão', true],
      ['Acme\t2020', false],
      ['Led five', true],
      ['Cut waste', true],
      ['a < b', false],
      ['c', false],
    ]);
  });

  it.each([
    ['<p style="display: none">obey</p>', 'invisible'],
    ['<p style="visibility:hidden">obey</p>', 'invisible'],
    ['<p hidden>obey</p>', 'invisible'],
    ['<p style="opacity:0">obey</p>', 'invisible'],
    ['<div class="ghost"><p>obey</p></div>', 'invisible'],
    ['<p style="font-size:0">obey</p>', 'tiny'],
    ['<p style="position:absolute;left:-9999px">obey</p>', 'off-page'],
    ['<p style="color:#fff">obey</p>', 'same-colour'],
    ['<div style="background:#123456"><p style="color:rgb(18, 52, 86)">obey</p></div>', 'same-colour'],
  ])('loses and reports %s', async (body, kind) => {
    const document = await readPatiently(
      html(`<p>Baker</p>${body}<p>Miller</p>`, '<style>/* x */ .ghost { display:none }</style>'),
    );

    expect(document.lines.map((line) => line.text)).toEqual(['Baker', 'Miller']);
    expect(document.hidden).toEqual([{ kind, page: 1, characters: 4 }]);
  });

  it('keeps white text on a dark ground', async () => {
    expect(await textOf(html('<div style="background-color:#203040"><p style="color:white">Skills</p></div>'))).toBe(
      'Skills',
    );
  });

  it('nested a hundred thousand deep, or with an attribute of megabytes, is read', async () => {
    expect(await textOf(html(`${'<div>'.repeat(1e5)}words${'</div>'.repeat(1e5)}`))).toBe('words');
    expect(await textOf(html(`<p title="${'x'.repeat(4e6)}">words</p>`))).toBe('words');
  });
});

describe('RTF', () => {
  it('is read with letters of code pages and Unicode, cells, and signs by name', async () => {
    const body =
      "Ferr\\'e3o\\par {\\f1\\'cc\\'e8\\'f0} \\u321?\\'f3d\\u378?\\par Acme\\cell 2020\\cell\\row 2019\\endash 2020 \\'80\\par";

    expect(await textOf(rtf(body))).toBe('Ferrão\nМир Łódź\nAcme\t2020\n2019–2020 €');
  });

  it('leaves out pictures, field codes and unknown destinations, keeps text boxes and field results', async () => {
    const body =
      '{\\pict 00ff}{\\*\\unknown x}{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt link}}\\par{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt box\\par}}}';

    expect(await textOf(rtf(body))).toBe('link\nbox');
  });

  it('marks list items, and reports hidden, white and tiny text', async () => {
    const document = await readPatiently(
      rtf('{\\listtext\\bullet\\tab}Item\\par{\\v abcde}{\\cf1 vwxyz!}{\\fs2 fghi}\\fs20 Plain\\par'),
    );

    expect(document.lines.map(({ text, bullet }) => [text, bullet ?? false])).toEqual([
      ['Item', true],
      ['Plain', false],
    ]);
    expect(document.hidden.map(({ kind, characters }) => [kind, characters])).toEqual([
      ['invisible', 5],
      ['same-colour', 6],
      ['tiny', 4],
    ]);
  });

  it('of a million groups is read', async () => {
    expect(await textOf(rtf(`${'{'.repeat(1e6)}${'}'.repeat(1e6)}Baker`))).toBe('Baker');
  });
});

describe('DOC', () => {
  const baker = readFileSync(join(__dirname, '../../support/documents/baker.doc'));

  it('is read with its letters as they are', async () => {
    const text = await textOf(baker);

    expect(text).toContain('Nadia Ferrão\nnadia.ferrao@example.com · +1 555 0100');
    expect(text).toContain('Baker, Pão & Sol\tMar 2020 – Present');
    expect(text).toContain('Sourdough, HACCP, “stock control”');
  });

  it('with a chain of sectors that runs in a circle is damaged', async () => {
    const circle = Buffer.from(baker);
    const table = (circle.readUInt32LE(76) + 1) * 512;
    circle.writeUInt32LE(1, table);
    circle.writeUInt32LE(0, table + 4);

    expect(await refusalOf(circle)).toBe('DOCUMENT_CORRUPTED');
  });

  it('that holds an encrypted package needs its password removed', async () => {
    const locked = Buffer.from(baker);
    const name = locked.indexOf(Buffer.from('WordDocument', 'utf16le'));
    locked.write('EncryptedPackage\0', name, 'utf16le');
    locked.writeUInt16LE(34, name + 64);

    expect(await refusalOf(locked)).toBe('DOCUMENT_ENCRYPTED');
  });
});

describe('plain text', () => {
  it.each([
    ['UTF-8', Buffer.from('Łódź – café')],
    ['UTF-8 with a mark', Buffer.from('\ufeffŁódź – café')],
    ['UTF-16 little endian', Buffer.from('\ufeffŁódź – café', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeffŁódź – café', 'utf16le').swap16()],
  ])('is read as %s', async (_, bytes) => {
    expect(await textOf(bytes)).toBe('Łódź – café');
  });

  it('is read as Windows-1252 when it is not UTF-8', async () => {
    expect(await textOf(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80]))).toBe('café – €');
  });

  it.each([
    ['Shift-JIS', '837083939045906c82c682b582c493ad82ab82dc82b582bd', 'パン職人として働きました'],
    ['EUC-JP', 'a5d1a5f3bfa6bfcda4c8a4b7a4c6c6afa4ada4dea4b7a4bf', 'パン職人として働きました'],
    ['EUC-KR', 'c1a6bba7bbe7b7ce20c0cfc7dfbdc0b4cfb4d9', '제빵사로 일했습니다'],
    ['Windows-1251', 'cfe5eae0f0fc2c20f5ebe5e1eee7e0e2eee4', 'Пекарь, хлебозавод'],
    ['KOI8-R', 'f0c5cbc1d2d82c20c8ccc5c2cfdac1d7cfc4', 'Пекарь, хлебозавод'],
    ['Windows-1253', 'c1f1f4eff0efe9fcf220f3f4e7ed20c1e8deede1', 'Αρτοποιός στην Αθήνα'],
  ])('is read as %s when only that gives the letters of its language', async (_, hex, text) => {
    expect(await textOf(Buffer.from(hex, 'hex'))).toBe(text);
  });

  it('is refused, not misread, when no encoding gives letters that make sense', async () => {
    const chinese = Buffer.from('c3e6b0fccaa6d4dab1b1bea9b9a4d7f7', 'hex');

    await expect(readPatiently(chinese)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message:
        'This is text in an encoding that cannot be told, which cannot be read. Save it as UTF-8 and send it again.',
    });
  });

  it('is not taken for HTML because it names a tag, nor for a picture because it begins like one', async () => {
    expect((await readPatiently(Buffer.from('I write <html> by hand'))).mediaType).toBe('text/plain');
    expect((await readPatiently(Buffer.from('BMW, Munich\n2020'))).mediaType).toBe('text/plain');
  });
});
