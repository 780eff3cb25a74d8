/** Finds text that speaks to a model instead of a reader. It is reported, never obeyed: scores are code, tools have no effects. */
import type { DocumentText } from './document-text';

export interface InjectionSignal {
  kind: string;
  page: number;
  /** Characters of the match; the text itself is not repeated. */
  characters: number;
}

/** Each pattern is linear: no nested repetition. Kinds are stable names for clients and metrics. */
const PATTERNS: readonly { kind: string; pattern: RegExp }[] = [
  {
    kind: 'override-instructions',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instructions?|prompts?|rules|guidelines|above|previous)\b/giu,
  },
  {
    kind: 'addresses-the-model',
    pattern:
      /\b(?:you are|act as|behave as|pretend to be)\b[^.]{0,30}\b(?:an? (?:ai|llm|assistant|language model|recruiter|hiring manager|evaluator))\b|\bas an? (?:ai|large language) (?:language )?model\b|\b(?:note|message|instructions?) (?:to|for) (?:the )?(?:ai|llm|gpt|chatgpt|claude|model|ats|screening system)\b/giu,
  },
  {
    kind: 'dictates-the-score',
    pattern:
      /\b(?:rate|rank|score|recommend|select|hire|shortlist|approve)\b[^.]{0,30}\b(?:this|the) (?:candidate|applicant|resume|cv)\b|\b(?:this|the) (?:candidate|applicant)\b[^.]{0,40}\b(?:must|should) be (?:hired|selected|ranked|rated|scored|shortlisted|recommended)\b|\b(?:give|assign|award|return|output)\b[^.]{0,30}\b(?:100|maximum|highest|perfect|full) (?:score|rating|marks|points|match)\b/giu,
  },
  {
    kind: 'forges-a-delimiter',
    pattern:
      /<\/?(?:system|user|assistant|instructions?|document|resume|tool_use|tool_result)>|\[\/?INST\]|<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>/gimu,
  },
  {
    kind: 'asks-for-the-prompt',
    pattern:
      /\b(?:reveal|print|repeat|show|output)\b[^.]{0,30}\b(?:system\s+prompt|your (?:prompt|instructions)|hidden instructions)\b/giu,
  },
];

/** Signals in order of page, at most 50: enough to act on. */
export function injectionSignals(document: Pick<DocumentText, 'lines'>): InjectionSignal[] {
  const signals: InjectionSignal[] = [];
  // A sentence may run over a line end, so neighbouring lines of a page are searched together.
  for (const { page, text } of pagesOf(document)) {
    for (const { kind, pattern } of PATTERNS) {
      for (const match of text.matchAll(pattern)) {
        signals.push({ kind, page, characters: match[0].length });
        if (signals.length >= 50) return signals;
      }
    }
  }
  return signals;
}

function pagesOf(document: Pick<DocumentText, 'lines'>): { page: number; text: string }[] {
  const pages = new Map<number, string[]>();
  for (const line of document.lines) {
    const texts = pages.get(line.page);
    if (texts) texts.push(line.text);
    else pages.set(line.page, [line.text]);
  }
  return [...pages].map(([page, texts]) => ({ page, text: texts.join('\n') }));
}
