/** One XML part of a DOCX to lines: paragraphs, table rows, text boxes, and what of them is hidden. */
import type { TextLine } from '../domain/document-text';
import type { Budget } from './budget';
import { cleanLine, mapSymbolBullets, takeBullet } from './clean-text';
import { pageGround } from './docx-ground';
import { applyFormat, type Looks, type Styles } from './docx-styles';
import { type HiddenKind, type HiddenTally, looksSame, parseHexColour, TINY_POINTS, WHITE } from './hidden-text';
import { attributesOf, scanMarkup } from './markup';
import { joinCells } from './table-rows';

interface Paragraph {
  text: string;
  looks: Looks;
  run: Looks;
  /** Characters by font size and by weight, for the size and weight of the line. */
  sizes: Map<number, number>;
  bold: number;
}

interface Table {
  cells: TextLine[][];
  shade: string | undefined;
  cellShade: string | undefined;
}

/** Deeper than this nobody writes tables and text boxes. */
const MAX_DEPTH = 60;
const SKIPPED = new Set([
  'w:instrText',
  'w:delText',
  'mc:Fallback',
  'w:moveFrom',
  'w:del',
  'wp:docPr',
  'm:oMathPara',
  'w:rubyBase',
]);

export function readPart(xml: string, styles: Styles, hidden: HiddenTally, budget: Budget): TextLine[] {
  const page = pageGround(xml, budget);
  /** Where finished lines go: the page, a cell, a text box. */
  const sinks: TextLine[][] = [[]];
  const paragraphs: Paragraph[] = [];
  const tables: Table[] = [];
  const boxes: { shade: string | undefined; tables: number }[] = [];
  let skipping: { name: string; depth: number } | undefined;
  let formatting: 'paragraph' | 'run' | 'cell' | 'table' | undefined;
  let inText = false;
  let shapeShade: string | undefined;

  const emit = (line: TextLine) => sinks.at(-1)?.push(line);
  const ground = (paragraph: Paragraph): string | undefined =>
    paragraph.run.shade ??
    paragraph.looks.shade ??
    tables.at(-1)?.cellShade ??
    tables.at(-1)?.shade ??
    boxes.at(-1)?.shade ??
    page;

  const addText = (text: string) => {
    const paragraph = paragraphs.at(-1);
    if (!paragraph || text === '') return;
    budget.spend(text.length);
    const kind = hiddenKind(paragraph, styles, ground(paragraph));
    if (kind) {
      hidden.add(kind, 1, text.trim().length);
      return;
    }
    const size = paragraph.run.size ?? paragraph.looks.size ?? styles.defaults.size;
    if (size) paragraph.sizes.set(size, (paragraph.sizes.get(size) ?? 0) + text.length);
    if (paragraph.run.bold ?? paragraph.looks.bold) paragraph.bold += text.length;
    paragraph.text += text;
  };

  const endParagraph = () => {
    const paragraph = paragraphs.pop();
    if (!paragraph) return;
    const size = [...paragraph.sizes].sort((a, b) => b[1] - a[1])[0]?.[0];
    for (const raw of paragraph.text.split('\n')) {
      const { text, bullet } = takeBullet(cleanLine(mapSymbolBullets(raw), 1, hidden));
      if (text === '') continue;
      const heading = paragraph.looks.heading === true;
      emit({
        text,
        page: 1,
        ...(size === undefined ? {} : { fontSize: size }),
        bold: paragraph.bold > paragraph.text.length * 0.6,
        ...(heading ? { heading } : {}),
        ...(bullet || (paragraph.looks.list && !heading) ? { bullet: true } : {}),
      });
    }
  };

  scanMarkup(xml, budget, {
    open(name, raw, selfClosing) {
      if (skipping) {
        if (name === skipping.name && !selfClosing) skipping.depth++;
        return;
      }
      if (SKIPPED.has(name)) {
        if (!selfClosing) skipping = { name, depth: 1 };
        return;
      }
      switch (name) {
        case 'w:p':
          if (!selfClosing && paragraphs.length < MAX_DEPTH)
            paragraphs.push({ text: '', looks: { ...styles.of('Normal') }, run: {}, sizes: new Map(), bold: 0 });
          break;
        case 'w:r': {
          const paragraph = paragraphs.at(-1);
          if (paragraph) paragraph.run = {};
          break;
        }
        case 'w:pPr':
        case 'w:rPr':
        case 'w:tcPr':
        case 'w:tblPr':
          if (!selfClosing)
            formatting = (
              {
                'w:pPr': 'paragraph',
                'w:rPr': formatting === 'paragraph' ? 'paragraph' : 'run',
                'w:tcPr': 'cell',
                'w:tblPr': 'table',
              } as const
            )[name];
          break;
        case 'w:pStyle': {
          const paragraph = paragraphs.at(-1);
          if (paragraph) Object.assign(paragraph.looks, styles.of(attributesOf(raw).get('w:val')));
          break;
        }
        case 'w:rStyle': {
          const paragraph = paragraphs.at(-1);
          if (paragraph && formatting === 'run')
            Object.assign(paragraph.run, styles.of(attributesOf(raw).get('w:val')));
          break;
        }
        case 'w:tblStyle': {
          const table = tables.at(-1);
          if (table) table.shade = styles.of(attributesOf(raw).get('w:val')).shade ? 'unknown' : table.shade;
          break;
        }
        case 'w:t':
          inText = !selfClosing;
          break;
        case 'w:tab':
          // Inside w:tabs the same name sets a tab stop.
          if (formatting === undefined) addText('\t');
          break;
        case 'w:br':
        case 'w:cr':
          addText('\n');
          break;
        case 'w:noBreakHyphen':
          addText('-');
          break;
        case 'w:sym': {
          const code = Number.parseInt(attributesOf(raw).get('w:char') ?? '', 16);
          if (code > 31) addText(String.fromCodePoint(Math.min(code, 0x10ffff)));
          break;
        }
        case 'w:tbl':
          if (!selfClosing && tables.length < MAX_DEPTH)
            tables.push({ cells: [], shade: undefined, cellShade: undefined });
          break;
        case 'w:tr': {
          const table = tables.at(-1);
          if (table) table.cells = [];
          break;
        }
        case 'w:tc': {
          const table = tables.at(-1);
          if (!table || selfClosing) break;
          table.cellShade = undefined;
          const cell: TextLine[] = [];
          table.cells.push(cell);
          sinks.push(cell);
          break;
        }
        case 'a:solidFill':
        case 'a:gradFill':
        case 'a:blipFill':
        case 'a:pattFill':
          shapeShade = 'unknown';
          break;
        case 'v:shape':
        case 'v:rect':
          if (/fillcolor/i.test(raw)) shapeShade = 'unknown';
          break;
        case 'w:txbxContent':
          boxes.push({ shade: shapeShade, tables: tables.length });
          break;
        default: {
          const paragraph = paragraphs.at(-1);
          const table = tables.at(-1);
          if (formatting === 'paragraph' && paragraph) applyParagraphFormat(paragraph, name, raw);
          else if (formatting === 'run' && paragraph) applyFormat(paragraph.run, name, raw);
          else if (table && name === 'w:shd') {
            const looks: Looks = {};
            applyFormat(looks, name, raw);
            if (formatting === 'cell') table.cellShade = looks.shade;
            else if (formatting === 'table') table.shade = looks.shade;
          }
        }
      }
    },
    close(name) {
      if (skipping) {
        if (name === skipping.name && --skipping.depth === 0) skipping = undefined;
        return;
      }
      switch (name) {
        case 'w:p':
          endParagraph();
          break;
        case 'w:pPr':
        case 'w:tcPr':
        case 'w:tblPr':
          formatting = undefined;
          break;
        case 'w:rPr':
          if (formatting === 'run') formatting = undefined;
          break;
        case 'w:t':
          inText = false;
          break;
        case 'w:tc':
          if (sinks.length > 1) sinks.pop();
          break;
        case 'w:tr': {
          const table = tables.at(-1);
          for (const line of joinCells(table?.cells ?? [])) emit(line);
          if (table) table.cells = [];
          break;
        }
        case 'w:tbl':
          tables.pop();
          break;
        case 'w:txbxContent':
          boxes.pop();
          shapeShade = undefined;
          break;
      }
    },
    text(text) {
      if (inText && !skipping) addText(text);
    },
  });
  while (paragraphs.length > 0) endParagraph();
  return sinks[0] ?? [];
}

/** Formatting of a paragraph's mark is not of its text, but for what makes the paragraph a list or a heading. */
function applyParagraphFormat(paragraph: Paragraph, name: string, raw: string): void {
  if (['w:numPr', 'w:numId', 'w:outlineLvl', 'w:shd'].includes(name)) applyFormat(paragraph.looks, name, raw);
}

function hiddenKind(paragraph: Paragraph, styles: Styles, shade: string | undefined): HiddenKind | undefined {
  const { run, looks } = paragraph;
  if (run.vanish ?? looks.vanish) return 'invisible';
  const size = run.size ?? looks.size ?? styles.defaults.size;
  if (size !== undefined && size < TINY_POINTS) return 'tiny';
  const colour = parseHexColour(run.colour ?? looks.colour ?? styles.defaults.colour ?? '');
  const ground = shade === undefined ? WHITE : parseHexColour(shade);
  return colour && ground && looksSame(colour, ground) ? 'same-colour' : undefined;
}
