/** Technology names of O*NET in the forms that people write: without the vendor, the word "software" or a spelled-out acronym. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OnetSkill {
  name: string;
  aliases: string[];
  commodity: string;
  occupations: number;
}

const VENDORS =
  'Microsoft|Adobe Systems|Adobe|Oracle|IBM|Autodesk|Apple|Google|Intuit|ESRI|Atlassian|The MathWorks|Dassault Systemes|Cisco|Apache|PTC|Siemens|Bentley|Corel|Blackbaud|McKesson|National Instruments|Trimble|Wolfram Research|Thomson Reuters|Hewlett Packard|HP|Citrix|Symantec|Avid Technology|Avid|Nuance|Amazon|Sage|Qlik Tech|StataCorp|PerkinElmer|ThermoFisher|Thermo Scientific|GE Healthcare|Cerner|Allscripts|Epic|Deltek|Infor|Epicor|Red Hat|Palo Alto Networks|Honeywell|Rockwell|Schlumberger|Halliburton|Mentor Graphics|Cadence|Synopsys|Aspen Technology|Ansys|Wolters Kluwer|LexisNexis|Reed Elsevier|SmugMug|Techsmith|JetBrains';
const VENDOR = new RegExp(`^(?:${VENDORS}) (?=\\S)`);
/** Words for whole classes of programs, which say nothing about a person. */
const CLASS =
  /^(?:web browser|database|word processing|email|electronic mail|operating system|presentation|graphics|internet browser|spreadsheet|office suite|image scanning|data base|statistical|time|tax|file|text|print|document|report|display|music|map|game|drawing|server|client|network|label|fax|search|access)s? software$/i;

/** Acronyms and names that are more often something else. */
const STOP = new Set(
  'etc com act basic ide san cms ventura fluent gmail google systems software outlook http https www max pro one appletree travis pear after flex middleware'.split(
    ' ',
  ),
);

/** Classes of programs whose name without "software" is the skill itself. */
const CONCEPT =
  /(?:management|control|tracking|testing|recognition|simulation|analysis|processing|design|planning|monitoring)$/i;

/** Lower-case words of the occupation descriptions: a product named like one of them is not recognised by its name alone. */
export function ordinaryWords(source: string): Set<string> {
  const words = new Set<string>();
  const texts = ['onet/Occupation Data.txt', 'esco/esco_v1.1.1_occupations.csv', 'esco/esco_v1.1.0_skill_labels.txt'];
  for (const file of texts) {
    for (const word of readFileSync(join(source, file), 'utf8').match(/(?<![\p{L}-])[a-z]{2,}(?![\p{L}])/gu) ?? [])
      words.add(word);
  }
  return words;
}

/** Acronyms of what few occupations use stand for something else more often than not. */
const ACRONYM_OCCUPATIONS = 8;

function forms(example: string, occupations: number): string[] {
  const name = example.trim().replace(/\s+/g, ' ');
  const found = [name];
  const acronym = /^(.+?) ([A-Z][A-Z&/-]{1,6})(?: (?:software|systems?|code))?$/.exec(name);
  if (acronym?.[1] && acronym[2] && /^[A-Z][a-z]/.test(acronym[1]) && acronym[1].includes(' ')) {
    const initials = acronym[1]
      .split(/[\s-]+/)
      .map((word) => word[0]?.toUpperCase())
      .join('');
    const plain = acronym[2].replace(/[^A-Z]/g, '');
    if (initials.includes(plain) || plain.split('').every((letter) => initials.includes(letter))) {
      found.push(acronym[1]);
      if (occupations >= ACRONYM_OCCUPATIONS) found.push(`=${acronym[2]}`);
    }
  }
  const short = name.replace(VENDOR, '').replace(/ software$/i, '');
  if (short !== name && short.length > 2) found.push(short);
  const vendored = name.replace(/ software$/i, '');
  const branded = /\s\S*\p{Lu}/u.test(vendored) || CONCEPT.test(vendored);
  if (vendored !== name && vendored.includes(' ') && branded) found.push(vendored);
  return [...new Set(found)];
}

/** Technologies that at least two occupations use, most used first. */
export function onetSkills(source: string): OnetSkill[] {
  const common = ordinaryWords(source);
  const found = new Map<string, OnetSkill>();
  const rows = readFileSync(join(source, 'onet/Technology Skills.txt'), 'utf8').split(/\r?\n/).slice(1);
  for (const row of rows) {
    const [, example, commodity] = row.split('\t');
    if (!example || !commodity || CLASS.test(example)) continue;
    const known = found.get(example) ?? { name: example, aliases: [], commodity, occupations: 0 };
    known.occupations++;
    found.set(example, known);
  }
  /** "Director", "Reports", "operating system": nobody can tell the product from the word. */
  const ordinary = (name: string) => {
    const words = name
      .replace(/^[=?]/, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}+#.]+/u)
      .filter((word) => word !== '');
    if (name === 'After the Deadline') return true;
    if (words.length > 1) return !/\p{Lu}/u.test(name) && words.every((word) => common.has(word));
    return common.has(words[0] ?? '') || STOP.has(words[0] ?? '') || (words[0] ?? '').length < 3;
  };
  return [...found.values()]
    .filter((skill) => skill.occupations > 1)
    .sort((a, b) => b.occupations - a.occupations || (a.name < b.name ? -1 : 1))
    .map((skill) => {
      const [name = skill.name, ...aliases] = forms(skill.name, skill.occupations).filter((form) => !ordinary(form));
      return { ...skill, name, aliases };
    })
    .filter((skill) => !ordinary(skill.name));
}
