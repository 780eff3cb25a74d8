/** Inflected forms of the verbs that skill phrases begin with, so that "managed budgets" finds "manage budgets". */

const VERBS =
  'achieve act adapt adjust administer advise analyse analyze apply arrange assemble assess assist attend audit balance build calculate calibrate check clean coach collaborate collect communicate compile complete conduct configure control cooperate coordinate create debug define deliver demonstrate design detect determine develop direct draft draw drive edit educate enforce ensure establish estimate evaluate examine execute facilitate follow forecast gather guide handle hire identify implement improve inspect install integrate interpret investigate keep lead lift load maintain make manage mentor monitor motivate negotiate observe obtain operate order organise organize oversee participate perform plan prepare present process produce program promote protect provide read recommend recruit repair report research resolve respond review schedule select sell serve set solve supervise support take teach test train translate treat troubleshoot understand update use verify work write'.split(
    ' ',
  );

const IRREGULAR: Record<string, string[]> = {
  build: ['built'],
  drive: ['drove', 'driven'],
  draw: ['drew', 'drawn'],
  keep: ['kept'],
  lead: ['led'],
  make: ['made'],
  oversee: ['oversaw', 'overseen'],
  sell: ['sold'],
  take: ['took', 'taken'],
  teach: ['taught'],
  understand: ['understood'],
  write: ['wrote', 'written'],
};
const DOUBLED = new Set(['control', 'plan', 'program', 'set']);

/** Every form of every verb to its base form: `managing`, `managed`, `manages` to `manage`. */
export function verbForms(): Record<string, string> {
  const forms: Record<string, string> = {};
  for (const verb of VERBS) {
    const stem = verb.endsWith('e') && !verb.endsWith('ee') ? verb.slice(0, -1) : verb;
    const root = DOUBLED.has(verb) ? verb + verb.slice(-1) : stem;
    const y = /[^aeiou]y$/.test(verb) ? verb.slice(0, -1) : null;
    const third = y ? `${y}ies` : /(?:s|sh|ch|x)$/.test(verb) ? `${verb}es` : `${verb}s`;
    const past = y ? [`${y}ied`] : (IRREGULAR[verb] ?? [`${root}ed`]);
    for (const form of [third, `${root}ing`, ...past]) forms[form] = verb;
  }
  return forms;
}
