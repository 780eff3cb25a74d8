/** A job as callers send it and as the catalogue keeps it. */
import * as z from 'zod';
import { employmentTypes, seniorities } from './resume';

const shortText = z.string().trim().min(1).max(500);
const skillNames = z.array(z.string().trim().min(1).max(200)).max(100);

/** Letters, digits and `._:-`: an id is part of a key and of a path. */
export const jobIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/,
    '1 to 128 letters, digits or any of . _ : - and a letter or digit first',
  );

export const salarySchema = z
  .strictObject({
    min: z.number().min(0).optional(),
    max: z.number().min(0).optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR'),
    period: z.enum(['hour', 'day', 'month', 'year']).default('year'),
  })
  .refine((salary) => salary.min === undefined || salary.max === undefined || salary.min <= salary.max, {
    message: 'min must not be above max',
    path: ['min'],
  });

/** Only id, title and description are required; `domain/read-job.ts` reads what is missing from the description. */
export const jobSchema = z
  .strictObject({
    id: jobIdSchema,
    title: shortText,
    description: z.string().trim().min(1).max(50_000),
    company: shortText.optional(),
    location: shortText.optional().describe('City, region, country, as a person would write it'),
    countryCode: z
      .string()
      .regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as DE')
      .optional(),
    market: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .optional()
      .describe('Partition of the vector index; default `default`'),
    remote: z.enum(['remote', 'hybrid', 'on-site']).optional(),
    employmentType: z.enum(employmentTypes).optional(),
    seniority: z.enum(seniorities).optional(),
    mustHaveSkills: skillNames.optional(),
    niceToHaveSkills: skillNames.optional(),
    experienceYears: z
      .strictObject({ min: z.number().min(0).max(60).optional(), max: z.number().min(0).max(60).optional() })
      .optional(),
    education: z.enum(['secondary', 'vocational', 'associate', 'bachelor', 'master', 'doctorate']).optional(),
    languages: z
      .array(z.string().regex(/^[a-z]{2}$/, 'an ISO 639-1 code such as de'))
      .max(20)
      .optional(),
    salary: salarySchema.optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    postedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Job' });

export type Job = z.infer<typeof jobSchema>;
