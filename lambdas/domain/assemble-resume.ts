/** Makes a ParsedResume of what a reader extracted: checked against the document, dated, normalised, summed up by code. */
import { assembleBasics } from './assemble-basics';
import { assembleEducation, assembleWork, readDates } from './assemble-career';
import { assembleSkills } from './assemble-skills';
import { assessQuality } from './assess-quality';
import { parsePartialDate } from './dates';
import { deriveCareer } from './derive-career';
import { type DocumentText, plainText } from './document-text';
import type { Extraction } from './extraction';
import { type Grounding, grounding } from './grounding';
import { type InjectionSignal, injectionSignals } from './injection';
import { STUFFING } from './keyword-stuffing';
import type { Knowledge, PhoneReader } from './knowledge';
import { detectLanguage } from './language';
import { cefrLevel, languageCode } from './language-names';
import { readPreferences } from './read-preferences';
import { type ParsedResume, parsedResumeSchema } from './resume';
import { resumeProbability } from './resume-probability';
import { statedExperienceMonths } from './stated-experience';
import { textLocator } from './text-locator';

export interface AssemblyOptions {
  knowledge: Pick<Knowledge, 'taxonomy' | 'occupations'>;
  readPhone: PhoneReader;
  /** The day "present" means, as `2026-03-01`. */
  today: string;
  /** Who extracted; only tells provenance apart. */
  method: 'model' | 'rule';
  /** ISO 639-1, when the caller knows it. */
  language?: string | null;
  /** What was set aside before the document was read. Default: what the document itself says to a model. */
  setAside?: readonly InjectionSignal[];
}

/** Always carries `provenance`; the service drops it unless it was asked for. Pure: same input, same resume. */
export function assembleResume(extraction: Extraction, document: DocumentText, options: AssemblyOptions): ParsedResume {
  const { knowledge, today } = options;
  const text = plainText(document);
  const locator = textLocator(document);
  const ground = grounding(locator, options.method);

  const basics = assembleBasics(extraction, ground, options.readPhone);
  const work = assembleWork(extraction, ground, knowledge, today);
  const education = assembleEducation(extraction, ground, today);
  const others = assembleOthers(extraction, ground, today);
  const skills = assembleSkills(
    extraction,
    { work, projects: others.projects },
    { ground, locator, taxonomy: knowledge.taxonomy, today },
  );
  const derived = { ...deriveCareer(work, education, today), statedMonths: statedExperienceMonths(document) };
  const signals = options.setAside ?? injectionSignals(document);

  return parsedResumeSchema.parse({
    documentDate: today,
    document: {
      sha256: document.sha256,
      mediaType: document.mediaType,
      bytes: document.bytes,
      pages: document.pages,
      language: options.language ?? detectLanguage(text),
      resumeProbability: resumeProbability(extraction, text),
    },
    basics: { ...basics, label: basics.label ?? derived.currentTitle },
    work,
    education,
    skills,
    ...others,
    preferences: readPreferences(document),
    derived,
    quality: assessQuality({ basics, work, education, skills, derived }, document, ground.dropped, today),
    security: {
      hiddenTextRemoved: document.hidden.length > 0,
      injectionSuspected: signals.some(({ kind }) => kind !== STUFFING),
      signals: [
        ...document.hidden.map(({ kind, page, characters }) => ({ kind: `hidden-${kind}`, page, characters })),
        ...signals,
      ],
    },
    provenance: ground.provenance,
  });
}

type Others = Pick<
  ParsedResume,
  | 'languages'
  | 'certificates'
  | 'projects'
  | 'publications'
  | 'volunteer'
  | 'awards'
  | 'references'
  | 'interests'
  | 'unmapped'
>;

/** The lists that need no more than checking and dating. An item without its name is dropped. */
function assembleOthers(extraction: Extraction, ground: Grounding, today: string): Others {
  const dated = (written: string | null) => (written === null ? null : (parsePartialDate(written)?.value ?? null));
  /** Builds each item at its final position; `name` is what it must have. */
  const each = <Item, Made>(
    key: string,
    items: readonly Item[],
    name: (item: Item) => string,
    make: (item: Item, name: string, at: string) => Made,
  ): Made[] => {
    const made: Made[] = [];
    for (const item of items) {
      const at = `/${key}/${made.length}`;
      const grounded = ground.takeLong(at, name(item));
      if (grounded !== null) made.push(make(item, grounded, at));
    }
    return made;
  };
  return {
    languages: each(
      'languages',
      extraction.languages,
      (item) => item.name,
      (item, language, at) => ({
        language,
        code: languageCode(language),
        fluency: ground.take(`${at}/fluency`, item.fluency, at),
        cefr: cefrLevel(`${language} ${item.fluency ?? ''}`),
      }),
    ),
    certificates: each(
      'certificates',
      extraction.certificates,
      (item) => item.name,
      (item, name, at) => ({
        name,
        issuer: ground.take(`${at}/issuer`, item.issuer, at),
        date: dated(ground.take(`${at}/date`, item.date, at)),
      }),
    ),
    projects: each(
      'projects',
      extraction.projects,
      (item) => item.name,
      (item, name, at) => {
        const { startDate, endDate } = readDates(item, at, ground, at, today);
        return {
          name,
          description: ground.takeLong(`${at}/description`, item.description, at),
          startDate,
          endDate,
          url: ground.take(`${at}/url`, item.url, at),
          highlights: [],
        };
      },
    ),
    publications: each(
      'publications',
      extraction.publications,
      (item) => item.name,
      (item, name, at) => ({
        name,
        publisher: ground.take(`${at}/publisher`, item.publisher, at),
        releaseDate: dated(ground.take(`${at}/releaseDate`, item.date, at)),
      }),
    ),
    volunteer: each(
      'volunteer',
      extraction.volunteer,
      (item) => item.organization ?? item.position ?? '',
      (item, _name, at) => {
        const { startDate, endDate } = readDates(item, at, ground, at, today);
        return {
          organization: ground.take(`${at}/organization`, item.organization, at),
          position: ground.take(`${at}/position`, item.position, at),
          startDate,
          endDate,
          summary: ground.takeLong(`${at}/summary`, item.summary, at),
          highlights: [],
        };
      },
    ),
    awards: each(
      'awards',
      extraction.awards,
      (item) => item.title,
      (item, title, at) => ({
        title,
        awarder: ground.take(`${at}/awarder`, item.awarder, at),
        date: dated(ground.take(`${at}/date`, item.date, at)),
      }),
    ),
    references: each(
      'references',
      extraction.references,
      (item) => item.name,
      (item, name, at) => ({
        name,
        reference: ground.takeLong(`${at}/reference`, item.reference, at),
      }),
    ),
    interests: ground.takeAll('/interests', extraction.interests).map((name) => ({ name })),
    unmapped: each(
      'unmapped',
      extraction.unmapped,
      (item) => item.text,
      (item, text) => ({ heading: item.heading, text }),
    ),
  };
}
