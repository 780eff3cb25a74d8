/** What matching needs to know of a candidate; made from a resume, sent as such, or made from a search phrase. */
import * as z from 'zod';
import { degreeLevels, type EmploymentType, seniorities } from './resume';

/** A place in the resume (or in the profile, or in the text) that shows a fact. */
export const pointerSchema = z
  .strictObject({
    pointer: z.string().describe('JSON pointer into the resume or profile; empty for a text that was sent as such'),
    line: z.int().min(1).nullable().default(null).describe('1-based line of the resume text, where it is known'),
    quote: z.string().nullable().default(null),
  })
  .meta({ id: 'ResumePointer' });
export type Pointer = z.infer<typeof pointerSchema>;

/** The profile as callers send it (`{"profile": …}`). */
export const profileInputSchema = z
  .strictObject({
    titles: z.array(z.string().trim().min(1).max(200)).max(50).default([]).describe('Most recent first'),
    skills: z.array(z.string().trim().min(1).max(200)).max(300).default([]),
    experienceMonths: z.int().min(0).max(840).nullable().default(null),
    seniority: z.enum(seniorities).nullable().default(null),
    highestDegree: z.enum(degreeLevels).nullable().default(null),
    fieldsOfStudy: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
    languages: z
      .array(z.string().regex(/^[a-z]{2}$/, 'an ISO 639-1 code such as de'))
      .max(20)
      .default([]),
    certificates: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
    location: z.string().trim().min(1).max(200).nullable().default(null),
    workMode: z.enum(['remote', 'hybrid', 'on-site']).nullable().default(null),
    relocation: z.boolean().nullable().default(null),
    salaryExpectation: z
      .strictObject({
        amount: z.number().min(0),
        currency: z.string().regex(/^[A-Z]{3}$/),
        period: z.enum(['hour', 'day', 'month', 'year']).default('year'),
      })
      .nullable()
      .default(null),
    summary: z.string().trim().max(5000).nullable().default(null),
  })
  .meta({ id: 'Profile' });
export type ProfileInput = z.infer<typeof profileInputSchema>;

/** A fact about the candidate and where the resume shows it. */
export interface Shown {
  pointers: Pointer[];
}

/** The candidate inside the service: normalised, and every fact with its evidence. */
export interface Profile {
  /**
   * A record says what a person has, so what it leaves out counts as missing. A search says what is wanted: it is judged
   * by what it names, and what it does not name is unknown.
   */
  source: 'record' | 'search';
  titles: (Shown & { text: string; isCurrent: boolean; endDate: string | null })[];
  skills: (Shown & { id: string; name: string; monthsUsed: number | null; lastUsed: string | null })[];
  /** Null when unknown, which is not the same as 0. */
  experienceMonths: number | null;
  seniority: (typeof seniorities)[number] | null;
  highestDegree: (Shown & { level: (typeof degreeLevels)[number] }) | null;
  fieldsOfStudy: (Shown & { text: string })[];
  /** ISO 639-1. */
  languages: (Shown & { code: string })[];
  certificates: (Shown & { name: string })[];
  location: (Shown & { raw: string; city: string | null; countryCode: string | null }) | null;
  workMode: 'remote' | 'hybrid' | 'on-site' | null;
  /** Named by search phrases alone. */
  employmentType: EmploymentType | null;
  relocation: boolean | null;
  salaryExpectation: ProfileInput['salaryExpectation'];
  /** What was done and learnt, line by line, without contact data: requirements outside the taxonomy are looked up here. */
  lines: (Shown & { text: string })[];
  /** What is embedded: titles, skills and recent role lines, never contact data, names or boilerplate. */
  embeddingText: string;
}
