/** "Buyer at Acme" in one piece of a header, cut into title and employer. */
import type { RulesKnowledge } from './knowledge';
import { departmentWords, legalForms } from './lexicon/company-words';
import { companyScore, institutionScore, titleScore } from './scores';
import { trimSigns, wordsOf } from './words';

function insideBrackets(value: string, at: number): boolean {
  const open = value.lastIndexOf('(', at - 1);
  return open >= 0 && value.indexOf(')', open) > at;
}

/** "Buyer at Acme", "Buyer, Acme", "Acme: Buyer" in one piece. */
export function splitPair(value: string, knowledge: RulesKnowledge): { title: string; company: string } | undefined {
  let best: { title: string; company: string; score: number } | undefined;
  for (const match of value.matchAll(/\s+at\s+|\s*@\s*|,\s+|\s*:\s+|\s+for\s+|\s+with\s+|\s+\/\s+|\s*\(/giu)) {
    if (insideBrackets(value, match.index)) continue;
    const bracket = match[0].endsWith('(');
    if (bracket && !value.trimEnd().endsWith(')')) continue;
    const left = trimSigns(value.slice(0, match.index));
    const right = trimSigns(value.slice(match.index + match[0].length));
    if (left === '' || right === '' || wordsOf(right).every((word) => legalForms.has(word.replace(/\./g, ''))))
      continue;
    // "Student Assistant / Software Development" names two sides of one role.
    if (match[0].includes('/') && departmentWords.has(wordsOf(right).pop() ?? '')) continue;
    for (const [title, company] of [
      [left, right],
      [right, left],
    ] as const) {
      const t = titleScore(title, knowledge.occupations);
      const c = companyScore(company, knowledge.occupations);
      const other = titleScore(company, knowledge.occupations);
      const plain = /^[,(/]/.test(match[0].trim());
      const least = bracket ? 0.5 : plain ? 0.36 : 0.3;
      if (t < (c >= 0.6 ? 0.48 : 0.55) || c < least || other >= t - 0.1 || other > 0.65) continue;
      const named = bracket || (/at|@/.test(match[0]) && title === left) ? 0.4 : 0;
      // "Director, Project Finance, Acme Ltd": the comma belongs to the title where the rest is surely an employer.
      const commas = (company.includes(',') ? 0.4 : 0) + (title.includes(',') && c < 0.55 ? 0.5 : 0);
      const score = t + c - other + named - commas;
      if (score > (best?.score ?? 0)) best = { title, company, score };
    }
  }
  return best;
}

/** A part of an employer. */
const UNIT =
  /^(?:department|dept\.?|school|college|faculty|division|office|institute|centre|center|bureau) (?:of|for)\b/i;

/**
 * "Lecturer, Department of Law, University of Emona" to the title and what follows it, where that surely names the
 * employer; a title such as "Vice President, Marketing" stays whole.
 */
export function splitTitle(
  title: string,
  company: string | null,
  knowledge: RulesKnowledge,
): { title: string; company: string | null } {
  const whole = { title, company };
  const cut = /,\s|\sat\s(?:the\s)?/i.exec(title);
  if (cut === null) return whole;
  const head = title.slice(0, cut.index);
  const rest = title.slice(cut.index + cut[0].length).replace(/\.$/, '');
  if (titleScore(head, knowledge.occupations) < 0.6 || titleScore(rest, knowledge.occupations) > 0.6) return whole;
  const sure =
    UNIT.test(rest) ||
    (company !== null && rest.includes(company)) ||
    rest.split(/,\s*/).some((part) => institutionScore(part) >= 0.5) ||
    (company === null && companyScore(rest, knowledge.occupations) >= 0.75);
  return sure ? { title: head, company: company ?? rest } : whole;
}
