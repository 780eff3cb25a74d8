/** PDF to visible lines in reading order, on pdf.js. */
import type { TextLine } from '../domain/document-text';
import { MAX_PAGES, MAX_TEXT_CHARACTERS } from '../domain/limits';
import type { Budget } from './budget';
import type { HiddenTally } from './hidden-text';
import { asMatrix } from './pdf-geometry';
import { guardPdf } from './pdf-guard';
import { type PlacedLine, toLines } from './pdf-lines';
import { withLinks } from './pdf-links';
import { replay } from './pdf-painting';
import type { Operators } from './pdf-path';
import { sidewaysLines, uprightRuns, withSideways } from './pdf-sideways';
import type { FontFacts } from './pdf-state';
import { visibleRuns } from './pdf-visibility';
import { toWords } from './pdf-words';
import { refusals } from './refusals';
import { withoutRunningHeads } from './running-heads';
import { type PlainRead, pagesWarning } from './text';
import { tellUnread, textOfXml } from './unread-parts';

/** Characters a page has at least, on average, when it is more than a picture. */
const MIN_CHARACTERS_PER_PAGE = 30;
const BOLD = /bold|black|heavy|demi|cmb|cmssbx|sfbx|sfsx|ecbx|-bd\b|extrabd|medi(?!um)/i;

const ICONS =
  /awesome|simple-?icons|phosphor|material-?(?:design|icons|symbols)|icomoon|fontello|glyphicon|academicons|typicons|entypo|ionicons|bootstrap-icons|marvosym/i;

export async function readPdf(bytes: Uint8Array, hidden: HiddenTally, budget: Budget): Promise<PlainRead> {
  const { getDocument, OPS } = await loadPdfJs();
  budget.restart();
  const guarded = guardPdf(bytes);
  budget.check();
  const task = getDocument({
    data: guarded,
    verbosity: 0,
    // Nothing is drawn: no picture is decoded, no glyph outlined, no font looked for on this machine, no code made.
    maxImageSize: 1,
    disableFontFace: false,
    useSystemFonts: false,
    isEvalSupported: false,
    isOffscreenCanvasSupported: false,
    useWasm: false,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise.catch((error: unknown) => {
      const name = (error as { name?: string } | null)?.name;
      throw name === 'PasswordException' ? refusals.encrypted() : refusals.corrupted(error);
    });
    const read = await readPages(document, OPS as unknown as Operators, hidden, budget);
    tellUnread(await unreadOfPdf(document), hidden);
    return read;
  } finally {
    await task.destroy().catch(() => undefined);
  }
}

type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof loadPdfJs>>['getDocument']>['promise']>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

async function readPages(
  document: PdfDocument,
  ops: Operators,
  hidden: HiddenTally,
  budget: Budget,
): Promise<PlainRead> {
  const layers = await document.getOptionalContentConfig().catch(() => undefined);
  const pages = Math.min(document.numPages, MAX_PAGES);
  const warnings = pagesWarning(document.numPages);
  const lines: PlacedLine[] = [];
  const heights: number[] = [];
  let characters = 0;
  let painted = false;
  let broken = 0;
  for (let number = 1; number <= pages; number++) {
    budget.check();
    try {
      const page = await document.getPage(number);
      const view = page.getViewport({ scale: 1 });
      heights.push(view.height);
      const list = await page.getOperatorList({ annotationMode: 1 });
      budget.check();
      const base = asMatrix(view.transform) ?? [1, 0, 0, -1, 0, view.height];
      const layerIsOn = (group: unknown) => !layers || !group || layers.isVisible(group) !== false;
      const painting = replay(list, ops, base, fontsOf(page), layerIsOn, budget);
      painted ||= painting.paints.length > 0;
      const runs = visibleRuns(painting, { number, width: view.width, height: view.height }, hidden);
      const words = toWords(uprightRuns(runs));
      const found = toLines(words, number, hidden);
      const annotations = await page.getAnnotations().catch(() => []);
      tellUnread(annotations.flatMap(notesOf), hidden, number);
      const toPage = (x: number, y: number) => view.convertToViewportPoint(x, y) as [number, number];
      const linked = withLinks(found, annotations, number, toPage, hidden);
      lines.push(...withSideways(linked, sidewaysLines(runs, number, hidden)));
      for (const line of found) characters += line.text.length;
      page.cleanup();
    } catch (error) {
      if (error instanceof Error && error.name === 'DomainError') throw error;
      heights[number - 1] ??= 0;
      broken++;
      warnings.push(`Page ${number} is damaged and was not read.`);
    }
    if (characters > MAX_TEXT_CHARACTERS) throw refusals.tooMuchText();
  }
  if (broken === pages) throw refusals.corrupted();
  if (characters < MIN_CHARACTERS_PER_PAGE * pages && painted) throw refusals.scanned();
  const kept: TextLine[] = withoutRunningHeads(lines, heights).map(({ y, ...line }) => line);
  return { lines: kept, pages, warnings };
}

/** Properties, their XMP, and attached files. */
async function unreadOfPdf(document: PdfDocument): Promise<string[]> {
  const [properties, files] = await Promise.all([
    document.getMetadata().catch(() => undefined),
    document.getAttachments().catch(() => undefined),
  ]);
  const info = Object.values((properties?.info ?? {}) as Record<string, unknown>).filter(
    (value) => typeof value === 'string',
  );
  const xmp = properties?.metadata?.getRaw() as unknown;
  const attached = Object.values((files ?? {}) as Record<string, { filename?: unknown; content?: unknown }>).slice(
    0,
    20,
  );
  return [
    ...info,
    ...(typeof xmp === 'string' ? [textOfXml(xmp)] : []),
    ...attached.flatMap(({ filename, content }) => [
      String(filename ?? ''),
      content instanceof Uint8Array ? Buffer.from(content.subarray(0, 100_000)).toString('utf8') : '',
    ]),
  ];
}

/** What a comment on the page says. */
function notesOf(annotation: unknown): string[] {
  const { contentsObj, titleObj, alternativeText } = annotation as Record<
    string,
    { str?: unknown } | string | undefined
  >;
  return [contentsObj, titleObj, alternativeText].flatMap((part) => {
    const text = typeof part === 'string' ? part : part?.str;
    return typeof text === 'string' ? [text] : [];
  });
}

/** Facts of each font of a page by the id that the operator list uses. */
function fontsOf(page: PdfPage): (id: string) => FontFacts {
  const known = new Map<string, FontFacts>();
  return (id) => {
    const before = known.get(id);
    if (before) return before;
    const font = page.commonObjs.has(id)
      ? (page.commonObjs.get(id) as { name?: string; fontMatrix?: number[]; isType3Font?: boolean; bold?: unknown })
      : undefined;
    const facts = {
      bold: BOLD.test(font?.name ?? ''),
      widthScale: font?.fontMatrix?.[0] || 0.001,
      drawn: font?.isType3Font === true,
      icons: ICONS.test(font?.name ?? ''),
    };
    known.set(id, facts);
    return facts;
  };
}

/** pdf.js, loaded when the first PDF comes. */
export async function loadPdfJs() {
  // Node 20 lacks this ES2024 method, without which pdf.js stops at the first font of a page.
  const buffers = ArrayBuffer.prototype as { transferToFixedLength?: (length?: number) => ArrayBuffer };
  buffers.transferToFixedLength ??= function transferToFixedLength(this: ArrayBuffer, length = this.byteLength) {
    const copy = new ArrayBuffer(length);
    new Uint8Array(copy).set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
    return copy;
  };
  return await import('unpdf/pdfjs');
}
