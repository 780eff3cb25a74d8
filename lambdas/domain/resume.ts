/** ParsedResume: JSON Resume's names as the core, our additions beside them; docs/decisions/0002 lists every departure. */
import * as z from 'zod';
import { attemptSchema, providers, usageSchema } from './meta';

const text = z.string().nullable().default(null);
const count = z.int().min(0).nullable().default(null);
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const texts = list(z.string());

/** `2021`, `2021-03` or `2021-03-04`: as much of a date as the resume states. */
export const partialDateSchema = z
  .string()
  .regex(
    /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/,
    'a date as 2021, 2021-03 or 2021-03-04',
  );
const date = partialDateSchema.nullable().default(null);

export const degreeLevels = ['secondary', 'vocational', 'associate', 'bachelor', 'master', 'doctorate'] as const;
export type DegreeLevel = (typeof degreeLevels)[number];
export const seniorities = ['intern', 'junior', 'mid', 'senior', 'lead', 'manager', 'director', 'executive'] as const;
export type Seniority = (typeof seniorities)[number];
export const skillKinds = ['hard', 'tool', 'soft', 'language', 'certificate'] as const;
export type SkillKind = (typeof skillKinds)[number];
export const employmentTypes = [
  'full-time',
  'part-time',
  'contract',
  'temporary',
  'internship',
  'volunteer',
  'self-employed',
] as const;
export type EmploymentType = (typeof employmentTypes)[number];

export const locationSchema = z.strictObject({
  raw: text.describe('As written'),
  address: text,
  city: text,
  region: text,
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null)
    .describe('ISO 3166-1 alpha-2'),
  postalCode: text,
});

const basicsSchema = z.strictObject({
  name: text,
  nameParts: z
    .strictObject({ given: text, family: text, prefix: text })
    .default({ given: null, family: null, prefix: null }),
  label: text.describe('Headline or current job title, as written'),
  email: text,
  emails: texts,
  phone: text,
  phones: list(z.strictObject({ raw: z.string(), e164: text, countryCode: text })),
  url: text,
  urls: texts,
  location: locationSchema.nullable().default(null),
  profiles: list(z.strictObject({ network: z.string(), username: text, url: z.string() })),
  summary: text,
});

export const workSchema = z.strictObject({
  id: z.string(),
  name: text.describe('Employer, as written'),
  position: text.describe('Job title, as written'),
  normalized: z.strictObject({ employer: text, position: text }).default({ employer: null, position: null }),
  occupation: z
    .strictObject({ onet: text, isco: text, esco: text, label: text, confidence: z.number().min(0).max(1) })
    .nullable()
    .default(null),
  employerGroupId: text.describe('The same for several roles at one employer'),
  employmentType: z.enum(employmentTypes).nullable().default(null),
  location: text,
  startDate: date,
  endDate: date,
  isCurrent: z.boolean().default(false),
  durationMonths: count,
  seniority: z.enum(seniorities).nullable().default(null),
  isManagement: z.boolean().default(false),
  summary: text,
  highlights: texts,
  skillIds: texts,
});

export const educationSchema = z.strictObject({
  id: z.string(),
  institution: text,
  area: text,
  studyType: text.describe('Degree, as written'),
  degreeLevel: z.enum(degreeLevels).nullable().default(null),
  startDate: date,
  endDate: date,
  isCurrent: z.boolean().default(false),
  score: text,
  scoreNormalized: z.strictObject({ value: z.number(), scale: z.number() }).nullable().default(null),
  courses: texts,
});

export const resumeSkillSchema = z.strictObject({
  id: z.string().describe('Taxonomy id, or `x-` and the name for a skill the taxonomy does not know'),
  name: z.string().describe('As written'),
  canonical: z.string(),
  kind: z.enum(skillKinds).nullable().default(null),
  taxonomy: list(z.strictObject({ scheme: z.string(), id: text, label: z.string() })),
  level: text,
  monthsUsed: count,
  lastUsed: date,
  foundIn: texts.describe('JSON pointers to where the resume shows it'),
});

const preference = <T extends z.ZodType>(value: T) =>
  z
    .strictObject({
      value: value.nullable().default(null),
      source: z.enum(['stated', 'inferred', 'absent']).default('absent'),
    })
    .prefault({});

export const provenanceEntrySchema = z.strictObject({
  confidence: z.number().min(0).max(1),
  quote: z.string().describe('The text of the document that shows it'),
  page: z.int().min(1),
  line: z.int().min(1).describe('1-based line of the extracted text'),
  span: z.tuple([z.int().min(0), z.int().min(0)]).describe('Start and end, in UTF-16 units of the extracted text'),
  method: z.enum(['model', 'rule']),
  verified: z.boolean().describe('The quote was found in the document word for word'),
});
export type ProvenanceEntry = z.infer<typeof provenanceEntrySchema>;

export const parsedResumeSchema = z
  .strictObject({
    id: text.describe('`res_…` once stored, else null'),
    version: z.int().min(1).default(1),
    schemaVersion: z.literal('1.0').default('1.0'),
    createdAt: z.iso.datetime().nullable().default(null),
    documentDate: date.describe('The day "present" refers to; defaults to the day of the request'),
    document: z
      .strictObject({
        sha256: z.string(),
        mediaType: z.string(),
        bytes: z.int().min(0),
        pages: z.int().min(0),
        language: text.describe('ISO 639-1'),
        resumeProbability: z.number().min(0).max(1),
      })
      .nullable()
      .default(null),
    basics: basicsSchema.prefault({}),
    work: list(workSchema),
    education: list(educationSchema),
    skills: list(resumeSkillSchema),
    languages: list(
      z.strictObject({
        language: z.string().describe('As written'),
        code: text.describe('ISO 639-1'),
        fluency: text,
        cefr: z.enum(['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native']).nullable().default(null),
      }),
    ),
    certificates: list(z.strictObject({ name: z.string(), issuer: text, date })),
    projects: list(
      z.strictObject({
        name: z.string(),
        description: text,
        startDate: date,
        endDate: date,
        url: text,
        highlights: texts,
      }),
    ),
    publications: list(z.strictObject({ name: z.string(), publisher: text, releaseDate: date })),
    volunteer: list(
      z.strictObject({
        organization: text,
        position: text,
        startDate: date,
        endDate: date,
        summary: text,
        highlights: texts,
      }),
    ),
    awards: list(z.strictObject({ title: z.string(), awarder: text, date })),
    references: list(z.strictObject({ name: z.string(), reference: text })),
    interests: list(z.strictObject({ name: z.string() })),
    preferences: z
      .strictObject({
        workMode: preference(z.enum(['remote', 'hybrid', 'on-site'])),
        relocation: preference(z.boolean()),
        noticeDays: preference(z.int().min(0)),
        compensation: preference(z.string()),
        workAuthorization: preference(z.string()),
      })
      .prefault({}),
    derived: z
      .strictObject({
        totalMonths: z.int().min(0).default(0).describe('Months of work; overlapping months count once'),
        statedMonths: count.describe('Months of experience in the words of the resume; null when it does not say'),
        managementMonths: z.int().min(0).default(0),
        avgMonthsPerEmployer: count,
        currentTitle: text,
        highestDegree: z.enum(degreeLevels).nullable().default(null),
        gaps: list(z.strictObject({ from: partialDateSchema, to: partialDateSchema, months: z.int().min(1) })),
        overlaps: list(z.strictObject({ workIds: z.array(z.string()), months: z.int().min(1) })).describe(
          'Pairs of jobs at the same time; the first 100',
        ),
      })
      .prefault({}),
    quality: z
      .strictObject({
        score: z.int().min(0).max(100).default(0),
        findings: list(
          z.strictObject({
            code: z.string(),
            severity: z.enum(['fatal', 'major', 'missing', 'suggestion']),
            pointer: z.string(),
            message: z.string(),
          }),
        ),
      })
      .prefault({}),
    security: z
      .strictObject({
        hiddenTextRemoved: z.boolean().default(false),
        injectionSuspected: z.boolean().default(false),
        signals: list(z.strictObject({ kind: z.string(), page: z.int().min(1), characters: z.int().min(0) })),
      })
      .prefault({}),
    unmapped: list(z.strictObject({ heading: z.string(), text: z.string() })),
    provenance: z
      .record(z.string(), provenanceEntrySchema)
      .optional()
      .describe('Keyed by JSON pointer; only with `include: ["provenance"]`'),
    meta: z
      .strictObject({
        engine: z.strictObject({
          provider: z.enum(providers),
          model: z.string(),
          promptVersion: text,
          fallbackUsed: z.boolean(),
          fallbackReason: text,
        }),
        steps: list(
          z.strictObject({ name: z.string(), status: z.enum(['ok', 'degraded', 'failed']), ms: z.int().min(0) }),
        ),
        attempts: list(attemptSchema),
        usage: usageSchema.nullable().default(null),
        costUsd: z.number().min(0).nullable().default(null),
        warnings: texts,
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'ParsedResume' });

export type ParsedResume = z.infer<typeof parsedResumeSchema>;
export type Work = z.infer<typeof workSchema>;
export type Education = z.infer<typeof educationSchema>;
export type ResumeSkill = z.infer<typeof resumeSkillSchema>;
export type Location = z.infer<typeof locationSchema>;
