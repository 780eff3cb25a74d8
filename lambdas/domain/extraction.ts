/** What a reader of a resume, a model or the rules, reports: values as written, nothing computed, nothing invented. */
import * as z from 'zod';

const text = z.string().nullable().default(null);
const texts = z.array(z.string()).default([]);

export const extractionSchema = z.object({
  name: text.describe('Full name of the candidate'),
  label: text.describe('Professional headline or current job title as written'),
  emails: texts,
  phones: texts,
  urls: texts,
  location: text.describe('Where the candidate lives, as written'),
  summary: text,
  work: z
    .array(
      z.object({
        company: text.describe('Employer as written'),
        title: text.describe('Job title as written'),
        location: text,
        start: text.describe('Start date as written, e.g. "Mar 2020"'),
        end: text.describe('End date as written, or "present"'),
        summary: text,
        highlights: texts.describe('Bullet points, verbatim'),
      }),
    )
    .default([]),
  education: z
    .array(
      z.object({
        institution: text,
        area: text.describe('Field of study'),
        studyType: text.describe('Degree as written'),
        start: text,
        end: text,
        score: text.describe('Grade as written'),
        courses: texts,
      }),
    )
    .default([]),
  skills: z.array(z.object({ name: z.string(), level: text })).default([]),
  languages: z.array(z.object({ name: z.string(), fluency: text })).default([]),
  certificates: z.array(z.object({ name: z.string(), issuer: text, date: text })).default([]),
  projects: z.array(z.object({ name: z.string(), description: text, start: text, end: text, url: text })).default([]),
  publications: z.array(z.object({ name: z.string(), publisher: text, date: text })).default([]),
  volunteer: z
    .array(z.object({ organization: text, position: text, start: text, end: text, summary: text }))
    .default([]),
  awards: z.array(z.object({ title: z.string(), awarder: text, date: text })).default([]),
  references: z.array(z.object({ name: z.string(), reference: text })).default([]),
  interests: texts,
  unmapped: z
    .array(z.object({ heading: z.string(), text: z.string() }))
    .default([])
    .describe('Sections that fit nowhere else'),
});

/** Values are quotes from the document; `domain/assemble-resume.ts` checks each against it and drops what is not there. */
export type Extraction = z.infer<typeof extractionSchema>;

/** An extraction with nothing in it, to fill in. */
export function emptyExtraction(): Extraction {
  return extractionSchema.parse({});
}
