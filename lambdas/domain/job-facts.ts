/** What the code reads from a job when it is stored, so that matching reads each job once, not once a request. */
import type { DegreeLevel, Seniority } from './resume';

/** Where in the job a fact stands: a JSON pointer such as `/mustHaveSkills/0` or `/description`. */
export interface RequiredSkill {
  id: string;
  name: string;
  pointer: string;
}

export interface JobFacts {
  /** Version of the reader; stored facts of another version are read again. */
  version: string;
  mustHave: RequiredSkill[];
  niceToHave: RequiredSkill[];
  experienceYears: { min: number | null; max: number | null } | null;
  seniority: Seniority | null;
  education: DegreeLevel | null;
  /** ISO 639-1. */
  languages: string[];
  certificates: string[];
  location: { raw: string; city: string | null; countryCode: string | null } | null;
  remote: 'remote' | 'hybrid' | 'on-site' | null;
  /** Title, skills and the sentences that say what the work is; never benefits or legal text. */
  embeddingText: string;
}
