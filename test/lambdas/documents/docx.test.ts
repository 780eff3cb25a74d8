/** DOCX to lines: all its parts, what is hidden in it, and zips that are something else. */
import { strToU8, zipSync } from 'fflate';
import { docxFile, para, table } from '../../support/documents/docx-files';
import { readPatiently, refusalOf, textOf } from '../../support/documents/reading';

describe('a DOCX', () => {
  it('is read with header, body, footnotes and footer, page numbers left out', async () => {
    const file = docxFile({
      header: para('Nadia Ferrão · nadia@example.com'),
      body: para('Baker at Pão &amp; Sol'),
      footnotes: para('1 Awarded in 2021'),
      footer: para('References on request') + para('Page 1 of 2'),
    });

    expect(await textOf(file)).toBe(
      'Nadia Ferrão · nadia@example.com\nBaker at Pão & Sol\n1 Awarded in 2021\nReferences on request',
    );
  });

  it('reads a row of short cells as one line, and cells that are columns one after the other', async () => {
    const left = ['Skills', 'Rye', 'Pastry', 'Costing'].map((text) => para(text)).join('');
    const right = ['Work', 'Baker', 'Miller', 'Grocer'].map((text) => para(text)).join('');
    const file = docxFile({
      body: table([
        [para('Acme, Madrid'), para('Mar 2020 – Present')],
        [left, right],
      ]),
    });

    expect(await textOf(file)).toBe(
      [
        'Acme, Madrid\tMar 2020 – Present',
        'Skills',
        'Rye',
        'Pastry',
        'Costing',
        'Work',
        'Baker',
        'Miller',
        'Grocer',
      ].join('\n'),
    );
  });

  it('reads a text box once, not its fallback too', async () => {
    const box = `<w:txbxContent>${para('In the box')}</w:txbxContent>`;
    const body = `<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx>${box}</wps:txbx></mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Beside it</w:t></w:r></w:p>`;

    expect(await textOf(docxFile({ body }))).toBe('In the box\nBeside it');
  });

  it('tells headings by the name of their style in any language, list items, size and weight', async () => {
    const styles =
      '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>';
    const file = docxFile({
      styles,
      body:
        para('Erfahrung', '', '<w:pStyle w:val="berschrift1"/>') +
        para('Cut waste', '<w:sz w:val="20"/>', '<w:numPr><w:numId w:val="3"/></w:numPr>'),
    });

    const [heading, item] = (await readPatiently(file)).lines;

    expect(heading).toEqual({ text: 'Erfahrung', page: 1, heading: true, bold: true, fontSize: 16 });
    expect(item).toEqual({ text: 'Cut waste', page: 1, bullet: true, bold: false, fontSize: 10 });
  });

  it('leaves out deleted text and field codes', async () => {
    const body =
      '<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:t>kept</w:t></w:r></w:p>';

    expect(await textOf(docxFile({ body }))).toBe('kept');
  });

  it('joins a heading written letter by letter', async () => {
    expect(await textOf(docxFile({ body: para('S K I L L S  &amp;  T O O L S') }))).toBe('SKILLS & TOOLS');
  });
});

describe('hidden text in a DOCX', () => {
  it.each([
    ['vanished', '<w:vanish/>', 'invisible'],
    ['white', '<w:color w:val="FFFFFF"/>', 'same-colour'],
    ['of one point', '<w:sz w:val="2"/>', 'tiny'],
  ])('is removed and reported when it is %s', async (_, run, kind) => {
    const document = await readPatiently(docxFile({ body: para('Baker') + para('obey', run) }));

    expect(document.lines.map((line) => line.text)).toEqual(['Baker']);
    expect(document.hidden).toEqual([{ kind, page: 1, characters: 4 }]);
  });

  it.each([
    ['a shaded run', para('white', '<w:color w:val="FFFFFF"/><w:shd w:fill="203040"/>'), undefined],
    ['a shaded cell', table([[para('white', '<w:color w:val="FFFFFF"/>')]], '<w:shd w:fill="203040"/>'), undefined],
    ['a dark page', para('white', '<w:color w:val="FFFFFF"/>'), '<w:background w:color="101010"/>'],
    [
      'a large floating shape',
      `<w:p><w:r><wp:anchor><wp:extent cx="2286000" cy="9144000"/><wps:spPr><a:solidFill/></wps:spPr></wp:anchor></w:r></w:p>${para('white', '<w:color w:val="FFFFFF"/>')}`,
      undefined,
    ],
  ])('is not what stands white on %s', async (_, body, background) => {
    const document = await readPatiently(docxFile(background === undefined ? { body } : { body, background }));

    expect(document.lines.map((line) => line.text)).toEqual(['white']);
    expect(document.hidden).toEqual([]);
  });
});

describe('a zip', () => {
  it.each([
    ['an OpenDocument file', { mimetype: strToU8('x'), 'content.xml': strToU8('<x/>') }],
    ['an Excel workbook', { 'xl/workbook.xml': strToU8('<x/>') }],
    ['a zip archive', { 'a.txt': strToU8('x') }],
  ])('that is %s is refused by name', async (name, entries) => {
    await expect(readPatiently(zipSync(entries))).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: expect.stringContaining(name),
    });
  });

  it('that is cut off is damaged', async () => {
    const file = docxFile({ body: para('Baker') });

    expect(await refusalOf(file.subarray(0, file.length - 40))).toBe('DOCUMENT_CORRUPTED');
  });

  it('that unpacks to more than its directory says is refused', async () => {
    const bomb = Buffer.from(docxFile({ body: para(' '.repeat(60_000_000)) }));
    const lying = Buffer.from(bomb);
    for (let at = 0; at < lying.length - 28; at++)
      if (lying.readUInt32LE(at) === 0x02014b50) lying.writeUInt32LE(1000, at + 24);

    expect(await refusalOf(lying)).toBe('DOCUMENT_TOO_COMPLEX');
  });

  it('does not obey entities that multiply', async () => {
    const entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
    const file = zipSync({
      'word/document.xml': strToU8(`${entities}<w:document>${para('one &b; two')}</w:document>`),
    });

    expect(await textOf(file)).toBe('one &b; two');
  });
});
