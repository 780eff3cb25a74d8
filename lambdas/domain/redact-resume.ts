/** The identity-free twin of a resume: the same facts without who the person is. */
import { textRedactor } from './redact-text';
import type { ParsedResume, ResumeSkill } from './resume';

/**
 * Removes name, contact data, links, address, referees and the hash of the document, and masks them, and words that tell
 * a man from a woman, inside free text. Ids, dates, employers, titles, skills and education stay; the country stays.
 * @param isTerm a word with a dot in it that is no address on the web, such as `ASP.NET`; the resume's own skills are known
 */
export function redactResume(resume: ParsedResume, isTerm: (text: string) => boolean = () => false): ParsedResume {
  const own = new Set(resume.skills.map(({ name }) => name.toLowerCase()));
  const mask = textRedactor({
    names: [resume.basics.name, resume.basics.nameParts.given, resume.basics.nameParts.family],
    addresses: [resume.basics.location?.raw ?? null, resume.basics.location?.address ?? null],
    terms: termsOf(resume),
    isTerm: (text) => own.has(text.toLowerCase()) || isTerm(text),
  });
  const { provenance: _quotes, ...rest } = resume;
  return {
    ...deepMap(rest, mask),
    basics: {
      ...deepMap(resume.basics, mask),
      name: null,
      nameParts: { given: null, family: null, prefix: null },
      email: null,
      emails: [],
      phone: null,
      phones: [],
      url: null,
      urls: [],
      profiles: [],
      location: resume.basics.location && {
        raw: null,
        address: null,
        city: null,
        region: null,
        countryCode: resume.basics.location.countryCode,
        postalCode: null,
      },
    },
    work: resume.work.map((entry) => {
      const masked = deepMap(entry, mask);
      const employer = masked.name === entry.name ? entry.normalized.employer : null;
      return { ...masked, normalized: { ...masked.normalized, employer } };
    }),
    document: resume.document && { ...resume.document, sha256: '' },
    // Values below are not free text: ids and dates must survive the digit mask.
    id: resume.id,
    createdAt: resume.createdAt,
    documentDate: resume.documentDate,
    derived: { ...resume.derived, currentTitle: deepMap(resume.derived.currentTitle, mask) },
    preferences: resume.preferences,
    security: resume.security,
    meta: resume.meta,
    skills: resume.skills.map((skill) => withoutName(skill, mask)),
    references: [],
  };
}

/** A skill that the taxonomy does not know may be something named after its owner. */
function withoutName(skill: ResumeSkill, mask: (text: string) => string): ResumeSkill {
  const name = skill.taxonomy.length > 0 ? skill.name : mask(skill.name);
  return name === skill.name ? skill : { ...skill, id: 'x-redacted', name, canonical: name };
}

/** Words of what the person does and knows, as far as they are known words. */
function termsOf(resume: ParsedResume): Set<string> {
  const texts = [
    ...resume.skills.flatMap(({ canonical, taxonomy }) => (taxonomy.length > 0 ? [canonical] : [])),
    ...resume.work.flatMap(({ normalized, occupation }) => [normalized.position, occupation?.label]),
  ];
  return new Set(texts.flatMap((text) => text?.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []));
}

/** Applies a function to every string of a value, keeping its shape. */
function deepMap<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => deepMap(item, change)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deepMap(item, change)])) as T;
  }
  return value;
}
