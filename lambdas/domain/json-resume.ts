/** A ParsedResume as plain JSON Resume 1.0 (jsonresume.org/schema): a projection, nothing is computed. */
import type { ParsedResume } from './resume';

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
export function toJsonResume(resume: ParsedResume): Record<string, Json> {
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
  return (document ?? {}) as Record<string, Json>;
}
