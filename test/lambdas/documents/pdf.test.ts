/** PDF to lines: reading order, hidden text, refusals. */
import { readDocument } from '../../../lambdas/documents/document-reader';
import { formsInForms } from '../../support/documents/hostile-files';
import { contentPage, manyPages, pdfFile, put, rawPage, rawStream } from '../../support/documents/pdf-files';
import { patientCall, readPatiently, refusalOf, textOf } from '../../support/documents/reading';

const LEFT = Array.from({ length: 12 }, (_, at) => `Left column sentence number ${at + 1}`);
const RIGHT = Array.from({ length: 12 }, (_, at) => `Right column sentence number ${at + 1}`);
const FILLER = 'Ran a bakery with five ovens and a staff of twelve in the old town.';

describe('reading order', () => {
  it.each([
    ['one column after the other', false],
    ['line by line across both', true],
  ])('reads two columns that were drawn %s', async (_, interleaved) => {
    const file = await pdfFile((pdf) => {
      put(pdf, 'Nadia Ferrao, baker', 40, 40, 20);
      const left = () => LEFT.map((text, at) => () => put(pdf, text, 40, 90 + at * 15));
      const right = () => RIGHT.map((text, at) => () => put(pdf, text, 320, 94 + at * 16));
      const steps = interleaved ? LEFT.flatMap((_l, at) => [left()[at], right()[at]]) : [...left(), ...right()];
      for (const step of steps) step?.();
    });

    expect(await textOf(file)).toBe(['Nadia Ferrao, baker', ...LEFT, ...RIGHT].join('\n'));
  });

  it('keeps a date at the right margin on the line of its employer', async () => {
    const file = await pdfFile((pdf) => {
      for (const [at, employer] of ['Acme, Madrid', 'Globex, Porto', 'Initech, Lyon', 'Umbrella, Graz'].entries()) {
        const y = 60 + at * 60;
        put(pdf, employer, 40, y);
        put(pdf, `Mar 201${at} - Present`, 450, y);
        put(pdf, FILLER, 40, y + 14);
        put(pdf, FILLER, 40, y + 28);
      }
    });

    const lines = (await textOf(file)).split('\n');

    expect(lines[0]).toBe('Acme, Madrid\tMar 2010 - Present');
    expect(lines[3]).toBe('Globex, Porto\tMar 2011 - Present');
  });

  it('keeps labels at the left beside what they label', async () => {
    const file = await pdfFile((pdf) => {
      put(pdf, 'Nadia Ferrao', 40, 30, 18);
      for (const [at, [label, text]] of [
        ['Languages', 'Portuguese, Polish, English'],
        ['Tools', 'Mixers, ovens, spreadsheets'],
        ['Licences', 'Forklift, food hygiene'],
        ['Hobbies', 'Cycling and chess'],
      ].entries()) {
        put(pdf, label ?? '', 40, 70 + at * 16);
        put(pdf, text ?? '', 160, 70 + at * 16);
      }
    });

    expect((await textOf(file)).split('\n')[1]).toBe('Languages\tPortuguese, Polish, English');
  });

  it('reads a coloured sidebar at the right after the main column, white text included', async () => {
    const file = await pdfFile((pdf) => {
      pdf.rect(400, 0, 195, 842).fill('#203040');
      pdf.fillColor('white');
      for (const [at, skill] of ['SKILLS', 'Sourdough', 'Rye', 'Pastry', 'Costing', 'Rostering'].entries())
        put(pdf, skill, 420, 70 + at * 23);
      pdf.fillColor('black');
      for (let at = 0; at < 14; at++) put(pdf, `Main line ${at + 1} about bread and people`, 40, 60 + at * 17);
    });

    const document = await readPatiently(file);
    const lines = document.lines.map((line) => line.text);

    expect(lines.slice(0, 2)).toEqual(['Main line 1 about bread and people', 'Main line 2 about bread and people']);
    expect(lines.slice(-6)).toEqual(['SKILLS', 'Sourdough', 'Rye', 'Pastry', 'Costing', 'Rostering']);
    expect(document.hidden).toEqual([]);
  });

  it('joins letters set with wide tracking and keeps their words apart', async () => {
    const file = await pdfFile((pdf) => {
      put(pdf, 'WORK EXPERIENCE', 40, 60, 14, { characterSpacing: 6 });
      put(pdf, FILLER, 40, 90);
    });

    expect((await textOf(file)).split('\n')[0]).toBe('WORK EXPERIENCE');
  });

  it('reads the letters of a logo that overlap as one word', async () => {
    const file = await pdfFile((pdf) => {
      put(pdf, 'L', 40, 60, 14);
      put(pdf, 'A', 46, 58, 10);
      put(pdf, 'T', 51, 60, 14);
      put(pdf, 'E', 58, 63, 14);
      put(pdf, 'X', 65.5, 60, 14);
      put(pdf, FILLER, 40, 90);
    });

    expect((await textOf(file)).split('\n')[0]).toBe('LATEX');
  });

  it('removes bullet signs, and says size, weight, place and gap of a line', async () => {
    const file = await pdfFile((pdf) => {
      pdf.font('Helvetica-Bold');
      put(pdf, 'Experience', 40, 60, 16);
      pdf.font('Helvetica');
      put(pdf, '• Cut waste by a third', 50, 100);
      put(pdf, FILLER, 40, 115);
    });

    const [heading, bullet] = (await readPatiently(file)).lines;

    expect(heading).toMatchObject({ text: 'Experience', fontSize: 16, bold: true, page: 1, x: 40 });
    expect(bullet).toMatchObject({ text: 'Cut waste by a third', fontSize: 10, bold: false, bullet: true, x: 50 });
    expect(bullet?.gapAbove).toBeGreaterThan(15);
  });

  it('reads a head that is on each page once, and page numbers never', async () => {
    const file = await pdfFile(
      (pdf) => {
        for (let page = 1; page <= 3; page++) {
          if (page > 1) pdf.addPage();
          put(pdf, 'Nadia Ferrao - Curriculum', 40, 30);
          for (let at = 0; at < 4; at++) put(pdf, `${FILLER} ${page}.${at}`, 40, 200 + at * 20);
          put(pdf, `Page ${page} of 3`, 270, 800, 10, { height: 10 });
        }
      },
      { margin: 0 },
    );

    const text = await textOf(file);

    expect(text.match(/Curriculum/g)).toHaveLength(1);
    expect(text).not.toContain('Page');
    expect(text.match(/five ovens/g)).toHaveLength(12);
  });

  it('keeps what differs by more than the page number at the foot of two pages', async () => {
    const file = await pdfFile(
      (pdf) => {
        for (const years of ['2015 - 2017', '2010 - 2012']) {
          if (years.startsWith('2010')) pdf.addPage();
          put(pdf, FILLER, 40, 200);
          put(pdf, `Baker, ${years}`, 40, 780);
        }
      },
      { margin: 0 },
    );

    expect(await textOf(file)).toContain('Baker, 2010 - 2012');
  });

  it('reads a turned heading before the lines it runs along', async () => {
    const file = await pdfFile((pdf) => {
      for (let at = 0; at < 6; at++) put(pdf, `${FILLER} ${at}`, 80, 300 + at * 20);
      pdf.rotate(-90, { origin: [50, 390] });
      put(pdf, 'Experience', 50, 390, 20);
    });

    expect((await textOf(file)).split('\n')[0]).toBe('Experience');
  });
});

describe('links', () => {
  it('add their address to a line that does not show it, and nothing to one that does', async () => {
    const file = await pdfFile((pdf) => {
      put(pdf, 'LinkedIn', 40, 60);
      pdf.link(40, 60, 40, 10, 'https://www.linkedin.com/in/nadia-ferrao');
      put(pdf, 'nadia@example.com', 40, 80);
      pdf.link(40, 80, 90, 10, 'mailto:nadia@example.com?subject=Bread');
      put(pdf, FILLER, 40, 100);
      pdf.link(40, 100, 30, 10, 'https://prose.example.com/');
      pdf.link(500, 300, 20, 20, 'https://bread.example.com/');
    });

    expect(await textOf(file)).toBe(
      `LinkedIn\thttps://www.linkedin.com/in/nadia-ferrao\nnadia@example.com\n${FILLER}\nhttps://bread.example.com/`,
    );
  });
});

describe('hidden text in a PDF', () => {
  const seen = `BT /F1 12 Tf 50 700 Td (${FILLER}) Tj ET `;
  it.each([
    ['white on the white page', '1 1 1 rg BT /F1 12 Tf 50 600 Td (obey) Tj ET', 'same-colour'],
    ['next to white on the white page', '.98 .99 .98 rg BT /F1 12 Tf 50 600 Td (obey) Tj ET', 'same-colour'],
    [
      'in the colour of the box beneath',
      '0 .5 0 rg 40 590 200 40 re f BT /F1 12 Tf 50 600 Td (obey) Tj ET',
      'same-colour',
    ],
    ['in render mode 3', 'BT /F1 12 Tf 3 Tr 50 600 Td (obey) Tj ET', 'invisible'],
    ['under a box painted later', 'BT /F1 12 Tf 50 600 Td (obey) Tj ET 1 1 1 rg 40 590 200 40 re f', 'invisible'],
    ['outside its clip', 'q 0 0 10 10 re W n BT /F1 12 Tf 50 600 Td (obey) Tj ET Q', 'invisible'],
    ['of one point', 'BT /F1 1 Tf 50 600 Td (obey) Tj ET', 'tiny'],
    ['off the page', 'BT /F1 12 Tf 50 -200 Td (obey) Tj ET', 'off-page'],
  ])('is removed and reported when it is %s', async (_, operators, kind) => {
    const document = await readPatiently(contentPage(seen + operators));

    expect(document.lines.map((line) => line.text)).toEqual([FILLER]);
    expect(document.hidden).toEqual([{ kind, page: 1, characters: 4 }]);
  });

  it('keeps white text on a dark box, and black text on a white one', async () => {
    const document = await readPatiently(
      contentPage(
        `0 0 .3 rg 40 690 500 30 re f 1 1 1 rg ${seen} 40 590 500 30 re f 0 g BT /F1 12 Tf 50 600 Td (${FILLER}) Tj ET`,
      ),
    );

    expect(document.lines).toHaveLength(2);
    expect(document.hidden).toEqual([]);
  });

  it('keeps the invisible text of a scan that was recognised', async () => {
    const picture = rawStream(
      Buffer.from([128]),
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    );
    const content = `q 612 0 0 792 0 0 cm /Im Do Q BT 3 Tr /F1 12 Tf 50 700 Td (${FILLER}) Tj ET`;

    const document = await readPatiently(
      rawPage(rawStream(Buffer.from(content)), '/XObject << /Im 6 0 R >>', [picture]),
    );

    expect(document.lines.map((line) => line.text)).toEqual([FILLER]);
    expect(document.hidden).toEqual([]);
  });

  it('does not keep invisible text beside visible text because a picture fills the page', async () => {
    const picture = rawStream(
      Buffer.from([128]),
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    );
    const content = `q 612 0 0 792 0 0 cm /Im Do Q ${seen} BT 3 Tr /F1 12 Tf 50 600 Td (obey) Tj ET`;

    const document = await readPatiently(
      rawPage(rawStream(Buffer.from(content)), '/XObject << /Im 6 0 R >>', [picture]),
    );

    expect(document.hidden).toEqual([{ kind: 'invisible', page: 1, characters: 4 }]);
  });
});

describe('refusals of a PDF', () => {
  it('asks for text recognition when the pages are pictures', async () => {
    const picture = rawStream(
      Buffer.alloc(100 * 100, 200),
      '/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    );
    const scan = rawPage(rawStream(Buffer.from('q 612 0 0 792 0 0 cm /Im Do Q')), '/XObject << /Im 6 0 R >>', [
      picture,
    ]);

    expect(await refusalOf(scan)).toBe('DOCUMENT_SCANNED_NO_TEXT');
  });

  it('refuses a page without anything as empty', async () => {
    expect(await refusalOf(contentPage(' '))).toBe('DOCUMENT_EMPTY');
  });

  it('refuses a file that needs a password, and reads one that only its owner may change', async () => {
    const draw = (pdf: PDFKit.PDFDocument) => put(pdf, FILLER, 40, 60);
    const locked = await pdfFile(draw, { userPassword: 'open sesame', ownerPassword: 'boss' });
    const guarded = await pdfFile(draw, { ownerPassword: 'boss', permissions: { printing: 'lowResolution' } });

    expect(await refusalOf(locked)).toBe('DOCUMENT_ENCRYPTED');
    expect(await textOf(guarded)).toBe(FILLER);
  });

  it('refuses garbage and a file cut off in the middle as damaged', async () => {
    const whole = await pdfFile((pdf) => put(pdf, FILLER, 40, 60));

    expect(await refusalOf(Buffer.from('%PDF-1.4\nnothing of the kind'))).toBe('DOCUMENT_CORRUPTED');
    expect(await refusalOf(whole.subarray(0, 60))).toBe('DOCUMENT_CORRUPTED');
  });

  it('reads the first 50 of 10,000 pages and says so', async () => {
    const document = await readPatiently(manyPages(10_000));

    expect(document.pages).toBe(50);
    expect(document.lines).toHaveLength(50);
    expect(document.warnings).toEqual(['Only the first 50 of 10000 pages were read.']);
  });
});

describe('a PDF built to take long', () => {
  it('is stopped when it draws itself ten to the twelfth times, and the next document is read', async () => {
    const code = await refusalOf(formsInForms(), 300);

    expect(code).toBe('DOCUMENT_TOO_COMPLEX');
    expect(await textOf(contentPage(`BT /F1 12 Tf 50 700 Td (${FILLER}) Tj ET`))).toBe(FILLER);
  });

  it('is given up when the request is', async () => {
    const request = new AbortController();
    const reading = readDocument(formsInForms(), { ...patientCall(), signal: request.signal }, { timeoutMs: 30_000 });

    request.abort();

    await expect(reading).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
