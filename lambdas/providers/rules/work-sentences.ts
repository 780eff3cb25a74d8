/** Work told in sentences: "Working as a Buyer at Acme, Leeds from May 2007 to June 2009". */
import { findDateRanges } from '../../domain/dates';
import type { Extraction } from '../../domain/extraction';
import type { RulesKnowledge } from './knowledge';
import type { Line } from './lines';
import { companyScore, titleScore } from './scores';
import { trimSigns } from './words';

const TITLE_FIRST =
  /\b(?:work(?:ed|ing)?|employed|serv(?:ed|ing)|associated|joined|engaged|position|job|experience)\b[^.;]{0,40}?\bas\s+(?:an?\s+|the\s+)?(?<title>\p{L}[^.;:]{2,70}?)\s+(?:in|at|with|for|of|@)\s+(?:m\/s\.?\s+)?(?<company>[\p{Lu}\p{N}x][^;:]{1,80}?)(?=,\s|\.\s|\.$|\s+(?:from|since|for|during|till|until|in|on|where|located|between|as)\b|\s*\(|\s+[-–]\s|$)/iu;
const COMPANY_FIRST =
  /\b(?:work(?:ed|ing)?|employed|serv(?:ed|ing)|associated|joined|engaged)\b\s+(?:currently\s+)?(?:in|at|with|for|by)\s+(?:m\/s\.?\s+)?(?<company>[\p{Lu}\p{N}x][^;:]{1,80}?),?\s+(?:[\p{L}\s,]{0,30}\s)?as\s+(?:an?\s+|the\s+)?(?<title>\p{L}[^.;:,]{2,60}?)(?=,|\.|\s+(?:from|since|for|during|till|until|in|on|where|between|and)\b|\s*\(|\s+[-–]\s|$)/iu;

/** Entries of lines that say so; the dates may stand on the line below. */
export function readWorkSentences(lines: readonly Line[], knowledge: RulesKnowledge): Extraction['work'] {
  const found: Extraction['work'] = [];
  lines.forEach((line, index) => {
    if (!/\bas\b/i.test(line.text) || line.text.length > 400) return;
    const next = lines[index + 1];
    const text = next !== undefined && !next.bullet && next.text.length < 200 ? `${line.text} ${next.text}` : line.text;
    const match = TITLE_FIRST.exec(text) ?? COMPANY_FIRST.exec(text);
    if (match?.groups === undefined || match.index > line.text.length - 8) return;
    const title = trimSigns(match.groups.title ?? '');
    const company = trimSigns(match.groups.company ?? '').replace(/\.$/, '');
    if (titleScore(title, knowledge.occupations) < 0.5 || companyScore(company, knowledge.occupations) < 0.25) return;
    const rest = text.slice(match.index, match.index + match[0].length + 90);
    const range =
      findDateRanges(rest).find((date) => date.to !== null || date.range.isCurrent) ?? findDateRanges(rest)[0];
    if (range === undefined && !/\b(?:current|present)/i.test(text)) return;
    const quote = (mention: { start: number; end: number } | null | undefined) =>
      mention ? rest.slice(mention.start, mention.end) : null;
    found.push({
      company,
      title,
      location: null,
      start: quote(range?.from),
      end: quote(range?.to),
      summary: null,
      highlights: [],
    });
  });
  return found;
}
