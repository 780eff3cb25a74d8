/** How senior a job title says its holder is, and whether the holder leads people. */
import type { Seniority } from './resume';

/** First match wins: "Assistant Director" is a manager's job, "Senior Intern" an intern's. */
const RULES: [RegExp, Seniority][] = [
  [/\b(?:intern|internship|trainee|apprentice|student worker|working student|stagiaire|praktikant\w*)\b/, 'intern'],
  [
    /\b(?:executive assistant|assistant to|executive secretary|account executive|sales executive|marketing executive|customer (?:service|support|care) executive|hr executive|business development executive|executive chef)\b/,
    'mid',
  ],
  [
    /\b(?:chief \w+(?: \w+)? officer|c[efitomhrps]{1,2}o|ciso|president(?! of the)|founder|co-?founder|managing director|general partner|executive director|(?:executive|senior) vice president|evp|svp|board member|chairman|chairwoman|chairperson|chief of staff)\b/,
    'executive',
  ],
  [/\b(?:assistant|deputy|associate) director\b/, 'manager'],
  [
    /\b(?:director|vice president|vp|avp|head of|head teacher|headmaster|headmistress|superintendent|dean)\b/,
    'director',
  ],
  [/\b(?:assistant|deputy|associate|junior|trainee) manager\b/, 'lead'],
  [
    /\b(?:team lead(?:er)?|lead|leader|supervisor|foreman|forewoman|foreperson|principal|staff (?:engineer|software|scientist|designer|developer)|charge nurse|shift lead(?:er)?|head|crew chief|architect)\b/,
    'lead',
  ],
  [/\b(?:senior|sr|snr|expert|iii|iv|v|level [345]|l[456])\b/, 'senior'],
  [
    /\b(?:junior|jr|jnr|entry[- ]level|graduate|associate (?:engineer|developer|consultant|analyst|software)|fresher|assistant (?:engineer|developer|analyst)|beginner)\b/,
    'junior',
  ],
  [/\b(?:manager|mgr|superior|controller|comptroller)\b/, 'manager'],
  [/\b(?:ii|mid[- ]level|intermediate|level 2|l[23])\b/, 'mid'],
];

/** Managers of a thing or a client, who need not lead people. */
const OF_THINGS =
  /\b(?:account|accounts|project|product|case|community|relationship|relations|social media|content|category|brand|campaign|portfolio|database|configuration|release|risk|property|territory|event|events|marketing communications|care|client|customer success|delivery|contract|contracts|scrum|technical account) (?:manager|mgr)\b/;
const LEADS =
  /\b(?:manager|mgr|director|head of|head (?:teacher|chef|nurse|cook|coach)|chief|president|vice president|vp|svp|evp|supervisor|foreman|forewoman|foreperson|superintendent|team lead(?:er)?|shift lead(?:er)?|dean|headmaster|headmistress|ceo|coo|cto|cfo|cio|cmo|chro|founder|owner|captain|sergeant|lieutenant|commander|charge nurse|crew chief|school principal|executive chef|managing partner)\b/;
const NOT_LEADING = /\b(?:assistant to|executive assistant|chief engineer's mate|president's|director's|manager's)\b/;

const plain = (title: string) =>
  title
    .toLowerCase()
    .replace(/[.]/g, '')
    .replace(/[^\p{L}\p{N}'-]+/gu, ' ');

/** The level a title states; null where it states none ("Nurse", "Project Manager"). */
export function seniorityOf(title: string): Seniority | null {
  const text = plain(title);
  const things = OF_THINGS.test(text);
  for (const [pattern, level] of RULES) {
    if (pattern.test(text))
      return things && level === 'manager' ? null : level === 'mid' && !/\bii|mid|2|l3\b/.test(text) ? null : level;
  }
  return null;
}

/** True where the title says that its holder leads people: "Ward Manager", not "Account Manager". */
export function leadsPeople(title: string): boolean {
  const text = plain(title);
  if (NOT_LEADING.test(text)) return false;
  return LEADS.test(OF_THINGS.test(text) ? text.replace(/\b(?:manager|mgr)\b/g, '') : text);
}
