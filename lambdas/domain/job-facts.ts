/** What the code reads from a job when it is stored, so that matching reads each job once, not once a request. */
import type { DegreeLevel, Seniority } from './resume';

/** Part of `JobFacts.version`: raised whenever `read-job.ts` may read a job differently. */
export const JOB_READER_VERSION = 'r3';

/** A skill the job asks for, and where it says so: a JSON pointer such as `/mustHaveSkills/0` or `/description`. */
export interface RequiredSkill {
  /** Taxonomy id, or `x-` and the folded name for a skill the taxonomy does not know. */
  id: string;
  name: string;
  pointer: string;
  /** Skills that would do instead: "Java or Kotlin" is one demand. */
  orElse?: { id: string; name: string }[] | undefined;
}

export interface JobFacts {
  /** Version of the reader and its reference data; stored facts of another version are read again. */
  version: string;
  /** The job's title and other names of the same role that the job gives, title first. */
  titles: string[];
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
  /** What of title and description was set aside before they were read: what speaks to a model, or repeats keywords. */
  signals?: { kind: string; characters: number }[] | undefined;
  /** Title, skills and the sentences that say what the work is; never benefits or legal text. */
  embeddingText: string;
  /** `meaningOf(embeddingText)`, for the score: packed by `compact-vector.ts`; null when it has no telling word. */
  embedding: string | null;
  /** The titles in the word table's space, packed; null when they hold no known word. */
  titleEmbedding: string | null;
}
