/** Degree levels as resumes and job ads name them, in the languages the parser reads. */
import type { DegreeLevel } from './resume';

/** Highest first: "Master after Bachelor" is a master. Each pattern is linear. */
const LEVELS: readonly { level: DegreeLevel; pattern: RegExp }[] = [
  {
    level: 'doctorate',
    pattern:
      /\bph\.?\s?d\b|\bd\.?\s?phil\b|\bdoctor(?:ate|al)?\b|\bdr\.?-?ing\b|\bpromotion zum\b|\bdoctorat\b|\bdoctorado\b|\bdoutorado\b|\bdottorato\b|\b[em]d\.?d\b|\bj\.?d\.?(?=$|[\s,(])|\bm\.?d\.?(?=$|[\s,(])|\bpharm\.?\s?d\b|\bdnp\b|博士/iu,
  },
  {
    level: 'master',
    pattern:
      /\bmaster'?s?\b|\bm\.?\s?(?:sc|a|s|b\.?\s?a|eng|ed|tech|phil|com|res|ph|arch|fa|ca|pharm|sw|sn)\b\.?(?!\p{L})|\bmagister\b|\bdiplom-?(?:ingenieur|informatiker|kaufmann|kauffrau|kfm|ing|inf|phys|chem|math|biol|psych)\p{L}*\b|\bdipl\.-?\s?(?:ing|inf|kfm|phys|chem|math|biol|psych)\b|\bmaîtrise\b|\bmestrado\b|\bmáster\b|\bmaestr[ií]a\b|\blaurea (?:magistrale|specialistica)\b|\bstaatsexamen\b|\bpost\s?graduate\b|\bpg(?:dm|dip)\b|\bmca\b|修士|硕士|碩士/iu,
  },
  {
    level: 'bachelor',
    pattern:
      /\bbachelor'?s?\b|\bbaccalaureate\b|\bb\.?\s?(?:sc|a|s|b\.?\s?a|eng|ed|e|tech|com|arch|fa|ca|pharm|sw|sn|n)\b\.?(?!\p{L})|\bll\.?\s?b\b|\bundergraduate degree\b|\blicence\b|\blicenciatura\b|\blicenciad[oa]\b|\bgrado en\b|\blaurea(?: triennale)?\b|\bingenier[oí]a?\b|\bbacharel(?:ado)?\b|\bhbo\b|\bfh\b|\bcollege degree\b|\buniversity degree\b|学士|学部|本科/iu,
  },
  {
    level: 'associate',
    pattern:
      /\bassociate'?s?(?: of| in|'s)? (?:degree|arts|science|applied)|\ba\.?a\.?s?\b\.?(?= degree| in )|\bassociate'?s? degree\b|\bbts\b|\bdut\b|\bfoundation degree\b|\bhnd\b|短期大学|大专/iu,
  },
  {
    level: 'vocational',
    pattern:
      /(?<!(?:school|secondary) )\bdiploma\b|\bvocational\b|\bapprenticeship\b|\btrade school\b|\bausbildung\b|\blehre\b|\bgesell(?:e|in)\b|\bmeister(?:brief|prüfung)?\b|\bcap\b|\bbep\b|\bformaci[oó]n profesional\b|\bciclo formativo\b|\bcurso técnico\b|\bcity (?:and|&) guilds\b|\bnvq\b|\bbtec\b|\biti\b|\bmbo\b|\bcertificate (?:iii|iv|[34]) in\b|専門学校|中专/iu,
  },
  {
    level: 'secondary',
    pattern:
      /\bhigh school\b|\bsecondary school\b|\bg\.?e\.?d\b|\bgcse|\ba-?levels?\b|\babitur\b|\bmatura\b|\bbaccalauréat\b|\bbachillerato\b|\bensino médio\b|\bmaturit[aà]\b|\bhigher secondary\b|\bmatric(?:ulation)?\b|\b(?:h|s)\.?s\.?c\b|\b(?:10|12)th\b|\b(?:class|standard) (?:x|xii|10|12)\b|\bleaving certificate\b|\bvwo\b|\bhavo\b|\bbac\b|高等学校|高校|高中/iu,
  },
];

/** The highest level that a text names, or null. */
export function degreeLevel(text: string): DegreeLevel | null {
  const plain = text.normalize('NFKC').replace(/[’‘]/g, "'");
  return LEVELS.find(({ pattern }) => pattern.test(plain))?.level ?? null;
}

/** Place of a level in the order of schooling, 1 (secondary) to 6 (doctorate); 0 for none. */
export function degreeRank(level: DegreeLevel | null): number {
  return level === null ? 0 : LEVELS.length - LEVELS.findIndex((entry) => entry.level === level);
}
