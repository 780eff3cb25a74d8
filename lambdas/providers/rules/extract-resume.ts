/** Reads a resume by rules alone: the degraded answer when no model can be asked, the same for the same document. */
import { contactSigns } from '../../domain/contact-signs';
import type { DocumentText } from '../../domain/document-text';
import { type Extraction, emptyExtraction } from '../../domain/extraction';
import { findContact } from './contact';
import { type EducationEntry, readEducation } from './education';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import { type Line, prepareLines } from './lines';
import {
  readAwards,
  readCertificates,
  readInterests,
  readLanguages,
  readProjects,
  readPublications,
  readReferences,
  readVolunteer,
} from './lists';
import { findLocation } from './location';
import { findName } from './name';
import { companyScore, titleScore } from './scores';
import { findSections, type Section } from './sections';
import { findSkills } from './skills';
import { trimSigns } from './words';
import { readWork } from './work';
import { readWorkSentences } from './work-sentences';

/** Lines searched for work and education where no heading announces them: some forty pages. */
const UNSECTIONED_LINES = 3000;

const linesOf = (sections: readonly Section[], ...kinds: Section['kind'][]): Line[] =>
  sections.filter((section) => kinds.includes(section.kind)).flatMap((section) => section.lines);

/**
 * Values are quotes of the document as written; nothing is parsed, normalised or invented. Linear in the length of the
 * document; never throws.
 */
export function extractResume(document: Pick<DocumentText, 'lines'>, given: RulesKnowledge): Extraction {
  const knowledge = remembering(given);
  const lines = prepareLines(document.lines);
  const sections = findSections(lines);
  const of = (...kinds: Section['kind'][]) => linesOf(sections, ...kinds);
  const result = emptyExtraction();

  const outside = sections.filter(({ kind }) => kind !== 'references').flatMap((section) => section.lines);
  const contact = findContact(outside);
  const all = contact.emails.length > 0 ? contact : findContact(lines);
  result.emails = all.emails;
  result.phones = contact.phones.length > 0 ? contact.phones : findContact(lines).phones;
  result.urls = contact.urls;

  result.name = findName(lines, result.emails, knowledge);
  const head = inOrder([
    ...of('top', 'contact', 'personal'),
    ...lines.slice(0, 12),
    ...linesAround(lines, [result.name, ...result.emails.slice(0, 1)]),
  ]);
  result.location = findLocation(head, result.name, knowledge);
  result.label = findLabel(of('top'), result.name, knowledge);
  const told = (...kinds: Section['kind'][]) => of(...kinds).filter((line) => !isPersonal(line.text));
  result.summary = paragraph(told('summary')) ?? paragraph(told('top').filter((line) => line.words > 10));

  result.work = findWork(sections, lines, knowledge);
  result.education = findEducation(sections);

  result.skills = findSkills(sections, lines, knowledge.taxonomy, result.name);
  result.languages = readLanguages([...of('languages'), ...labelledLanguages(lines)]);
  result.certificates = readCertificates(of('certificates'));
  result.projects = readProjects(of('projects'));
  result.publications = readPublications(of('publications'));
  result.volunteer = readVolunteer(of('volunteer'), knowledge);
  result.awards = readAwards(of('awards'));
  result.references = readReferences(of('references'));
  result.interests = readInterests(of('interests'));
  result.unmapped = sections
    .filter(({ kind, lines: body }) => (kind === 'unknown' || kind === 'other') && body.length > 0)
    .map(({ heading, lines: body }) => ({ heading, text: body.map((line) => line.text).join('\n') }));
  return result;
}

/** Where studies stand for want of a heading, or by a mistake of the layout. */
const BESIDE_EDUCATION: readonly Section['kind'][] = [
  'top',
  'summary',
  'certificates',
  'unknown',
  'other',
  'personal',
  'skills',
];

/** Entries of the education sections; of other sections those that name both a degree and its school, or all if there is nothing else. */
function findEducation(sections: readonly Section[]): Extraction['education'] {
  const announced = readEducation(linesOf(sections, 'education'), true);
  const beside = readEducation(linesOf(sections, ...BESIDE_EDUCATION).slice(0, UNSECTIONED_LINES), false);
  if (announced.length === 0) return beside;
  const isNew = (entry: EducationEntry) =>
    !announced.some(({ studyType, institution }) => studyType === entry.studyType || institution === entry.institution);
  return [
    ...announced,
    ...beside.filter((entry) => entry.studyType !== null && entry.institution !== null && isNew(entry)),
  ];
}

/** Where work stands for want of a heading, and where it stands only by a mistake of the layout. */
const UNANNOUNCED: readonly Section['kind'][] = ['top', 'unknown', 'summary', 'other', 'projects'];
const MISPLACED: readonly Section['kind'][] = [
  'skills',
  'interests',
  'languages',
  'awards',
  'certificates',
  'personal',
  'top',
  'summary',
  'unknown',
];

/** Entries of the work sections, then what other sections and sentences tell beyond doubt. */
function findWork(sections: readonly Section[], lines: readonly Line[], knowledge: RulesKnowledge): Extraction['work'] {
  const inside = (kinds: readonly Section['kind'][]) =>
    sections
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap((section) => readWork(section.lines.slice(0, UNSECTIONED_LINES), knowledge));
  const announced = sections
    .filter(({ kind }) => kind === 'work')
    .flatMap((section) => readWork(section.lines, knowledge));
  const isSure = ({ title, company, start, end }: Extraction['work'][number]) =>
    start !== null &&
    end !== null &&
    titleScore(title ?? '', knowledge.occupations) >= 0.7 &&
    companyScore(company ?? '', knowledge.occupations) >= 0.5;
  const dated = [
    ...announced,
    ...(announced.length === 0 ? inside(UNANNOUNCED) : []),
    ...inside(announced.length === 0 ? MISPLACED.filter((kind) => !UNANNOUNCED.includes(kind)) : MISPLACED).filter(
      isSure,
    ),
  ];
  const isNew = (entry: Extraction['work'][number]) =>
    !dated.some(({ title, company }) => title === entry.title || company === entry.company);
  return [...dated, ...readWorkSentences(lines, knowledge).filter(isNew)];
}

/** A line is judged from several sides: each text is looked up once. */
function remembering({ taxonomy, occupations }: RulesKnowledge): RulesKnowledge {
  const known = new Map<string, number>();
  const isTitleLike = (text: string) => {
    const score = known.get(text) ?? occupations.isTitleLike(text);
    known.set(text, score);
    return score;
  };
  return { taxonomy, occupations: { isTitleLike } };
}

/** Each line once, in the order of the document. */
function inOrder(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [line.index, line])).values()].sort((a, b) => a.index - b.index);
}

/** Columns may part the contact details from the top: the lines close to where the name and the address stand. */
function linesAround(lines: readonly Line[], quotes: readonly (string | null)[]): Line[] {
  return quotes.flatMap((quote) => {
    const at = quote === null ? -1 : lines.findIndex((line) => line.text.includes(quote));
    return at < 0 ? [] : lines.slice(Math.max(0, at - 4), at + 6);
  });
}

/** Says who someone is or how to reach them, and nothing of what they do. */
function isPersonal(text: string): boolean {
  return (
    contactSigns(text).length > 0 ||
    readLabel(text)?.field === 'name' ||
    /^\W*(?:(?:home |mailing |postal |permanent )?address|adresse|anschrift|direcci[oó]n|indirizzo)\s*[:\t|]/iu.test(
      text,
    )
  );
}

/** The headline: a title-like line under the name. */
function findLabel(top: readonly Line[], name: string | null, knowledge: RulesKnowledge): string | null {
  for (const line of top.slice(0, 6)) {
    const text = trimSigns(name === null ? line.text : line.text.replace(name, ' '));
    if (!/^(?:\p{L}{0,4}\.?)$/u.test(text) && text.length <= 90 && titleScore(text, knowledge.occupations) > 0.5)
      return text;
  }
  return null;
}

/** The first run of lines that stand one under the other. */
function paragraph(lines: readonly Line[]): string | null {
  const end = lines.findIndex((line, at) => at > 0 && line.index !== (lines[at - 1] as Line).index + 1);
  const text = lines
    .slice(0, Math.min(60, end < 0 ? lines.length : end))
    .map((line) => line.text)
    .join(' ');
  return text.length > 20 ? text : null;
}

/** "Languages known: English, Hindi" outside a section of its own. */
function labelledLanguages(lines: readonly Line[]): Line[] {
  return lines.filter(
    (line) =>
      line.words < 25 &&
      /^\W*(?:languages?(?: known| spoken| proficiency)?|sprachen|langues|idiomas|lingue|talen)\s*[:–-]/i.test(
        line.text,
      ),
  );
}
