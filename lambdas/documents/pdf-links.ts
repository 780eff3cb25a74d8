/** Addresses that a PDF holds only behind a link: on an icon, or on a word such as "LinkedIn". */
import { cleanLine } from './clean-text';
import type { HiddenTally } from './hidden-text';
import type { PlacedLine } from './pdf-lines';

/** Links of one page that are looked at. */
const MAX_LINKS = 200;
const MAX_ADDRESS = 300;
/** Words of a line above which it is prose. */
const MAX_WORDS = 4;

/**
 * The lines with the address of each link put behind the word or two that it lies on, unless the page shows it anyway.
 * Links that lie on no line (an icon in the margin) become lines of their own at the end of the page. A link within
 * prose, or one that a line break parts, is left alone: its address would tear the sentence.
 *
 * @param toPage turns a point of the PDF's own space into points from the top left of the page
 */
export function withLinks(
  lines: readonly PlacedLine[],
  annotations: readonly unknown[],
  page: number,
  toPage: (x: number, y: number) => [number, number],
  hidden: HiddenTally,
): PlacedLine[] {
  const out = [...lines];
  const shown = folded(lines.map((line) => line.text).join(' '));
  const added = new Set<string>();
  const links = annotations.slice(0, MAX_LINKS).flatMap((annotation) => asLink(annotation) ?? []);
  for (const link of links) {
    if (links.filter((other) => other.url === link.url).length > 1) continue;
    const address = cleanLine(
      link.url.replace(/^(mailto:[^?]*)\?.*/i, '$1').replace(/^(?:mailto|tel):/i, ''),
      page,
      hidden,
    );
    const key = folded(address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, ''));
    if (key === '' || shown.includes(key) || added.has(key)) continue;
    added.add(key);
    const [x, y] = toPage(link.x, link.bottom);
    const [, top] = toPage(link.x, link.top);
    const at = out.findIndex((line) => line.y >= top - 1 && line.y <= y + 1 && (line.x ?? 0) <= x + 3);
    const line = out[at];
    if (line && line.text.split(/\s+/).length > MAX_WORDS) continue;
    if (line) out[at] = { ...line, text: `${line.text}\t${address}` };
    else out.push({ text: address, page, x: Math.round(x * 10) / 10, y });
  }
  return out;
}

/** An e-mail address, a telephone number or a web address; links within the document and to files are passed over. */
function asLink(annotation: unknown): { url: string; x: number; top: number; bottom: number } | undefined {
  const { subtype, unsafeUrl, url, rect } = annotation as Record<string, unknown>;
  const address = typeof url === 'string' ? url : unsafeUrl;
  if (subtype !== 'Link' || typeof address !== 'string' || address.length > MAX_ADDRESS) return undefined;
  if (!/^(?:mailto:|tel:|https?:\/\/)/i.test(address) || !Array.isArray(rect)) return undefined;
  const [x0, y0, x1, y1] = rect.map(Number) as [number, number, number, number];
  if (![x0, y0, x1, y1].every(Number.isFinite)) return undefined;
  return { url: address, x: Math.min(x0, x1), top: Math.max(y0, y1), bottom: Math.min(y0, y1) };
}

/** Without blanks and case, as a line break may part an address. */
function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}
