/** A ParsedResume as plain JSON Resume 1.0 (jsonresume.org/schema): a projection, nothing is computed. */
import * as z from 'zod';
import { type ParsedResume, partialDateSchema } from './resume';

export const resumeFormats = ['native', 'jsonresume'] as const;
export type ResumeFormat = (typeof resumeFormats)[number];

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const date = partialDateSchema.optional();
const list = <S extends z.ZodRawShape>(shape: S) => z.array(z.strictObject(shape)).optional();

/** The names of JSON Resume 1.0 that a resume is projected to; what is unknown is absent. */
export const jsonResumeSchema = z
  .strictObject({
    $schema: z.string(),
    basics: z
      .strictObject({
        name: text,
        label: text,
        email: text,
        phone: text,
        url: text,
        summary: text,
        location: z
          .strictObject({ address: text, postalCode: text, city: text, countryCode: text, region: text })
          .optional(),
        profiles: list({ network: text, username: text, url: text }),
      })
      .optional(),
    work: list({
      name: text,
      position: text,
      location: text,
      startDate: date,
      endDate: date,
      summary: text,
      highlights: texts,
    }),
    volunteer: list({
      organization: text,
      position: text,
      startDate: date,
      endDate: date,
      summary: text,
      highlights: texts,
    }),
    education: list({
      institution: text,
      area: text,
      studyType: text,
      startDate: date,
      endDate: date,
      score: text,
      courses: texts,
    }),
    awards: list({ title: text, awarder: text, date }),
    certificates: list({ name: text, issuer: text, date }),
    publications: list({ name: text, publisher: text, releaseDate: date }),
    skills: list({ name: text, level: text }),
    languages: list({ language: text, fluency: text }),
    interests: list({ name: text }),
    references: list({ name: text, reference: text }),
    projects: list({ name: text, description: text, startDate: date, endDate: date, url: text, highlights: texts }),
  })
  .meta({ id: 'JsonResume', description: 'JSON Resume 1.0' });
export type JsonResume = z.infer<typeof jsonResumeSchema>;

/** An answer with its resume in the format asked for; the id, which JSON Resume has no place for, stands beside it. */
export function inFormat<A extends { resume: ParsedResume }>(
  answer: A,
  format: ResumeFormat,
): A | (Omit<A, 'resume'> & { id: string | null; resume: JsonResume }) {
  if (format === 'native') return answer;
  return { ...answer, id: answer.resume.id, resume: toJsonResume(answer.resume) };
}

type Json = string | number | boolean | Json[] | { [key: string]: Json };
type MaybeJson = Json | null | undefined | MaybeJson[] | { [key: string]: MaybeJson };

/** JSON Resume has no null and no empty values: what is unknown is absent. */
function present(value: MaybeJson): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.map(present).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [key, present(item)] as const);
    const kept = entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  }
  return value;
}

/** The JSON Resume document of a resume; keys without a value are absent. */
export function toJsonResume(resume: ParsedResume): JsonResume {
  const { basics } = resume;
  const document = present({
    $schema: 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json',
    basics: {
      name: basics.name,
      label: basics.label,
      email: basics.email,
      phone: basics.phone,
      url: basics.url,
      summary: basics.summary,
      location: basics.location && {
        address: basics.location.address,
        postalCode: basics.location.postalCode,
        city: basics.location.city,
        countryCode: basics.location.countryCode,
        region: basics.location.region,
      },
      profiles: basics.profiles,
    },
    work: resume.work.map(({ name, position, location, startDate, endDate, summary, highlights }) => ({
      name,
      position,
      location,
      startDate,
      endDate,
      summary,
      highlights,
    })),
    volunteer: resume.volunteer,
    education: resume.education.map(({ institution, area, studyType, startDate, endDate, score, courses }) => ({
      institution,
      area,
      studyType,
      startDate,
      endDate,
      score,
      courses,
    })),
    awards: resume.awards,
    certificates: resume.certificates,
    publications: resume.publications,
    skills: resume.skills.map(({ name, level }) => ({ name, level })),
    languages: resume.languages.map(({ language, fluency }) => ({ language, fluency })),
    interests: resume.interests,
    references: resume.references,
    projects: resume.projects,
  });
  return document as unknown as JsonResume;
}
