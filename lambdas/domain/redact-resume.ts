/** The identity-free twin of a resume: the same facts without who the person is. */
import type { ParsedResume } from './resume';

const MASK = '[redacted]';
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;
const URL_LIKE = /\b(?:https?:\/\/|www\.)[^\s<>"']{1,2000}/giu;
/** Seven digits or more with the signs that phone numbers are written with. */
const PHONE = /\+?\d[\d\s().\-/]{5,18}\d/g;

/**
 * Removes name, contact data, links, address, referees and the hash of the document, and masks them inside free text.
 * Ids, dates, employers, titles, skills and education stay; the country stays.
 */
export function redactResume(resume: ParsedResume): ParsedResume {
  const mask = masker(resume);
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
    document: resume.document && { ...resume.document, sha256: '' },
    // Values below are not free text: ids and dates must survive the digit mask.
    id: resume.id,
    createdAt: resume.createdAt,
    documentDate: resume.documentDate,
    derived: resume.derived,
    security: resume.security,
    meta: resume.meta,
    skills: resume.skills,
    references: [],
  };
}

/** Masks the person's own names, e-mails, phones and links in a text. */
function masker(resume: ParsedResume): (text: string) => string {
  const names = [resume.basics.name, ...Object.values(resume.basics.nameParts)]
    .flatMap((name) => (name ? [name, ...name.split(/\s+/)] : []))
    .filter((name) => name.length > 1)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const own =
    names.length > 0
      ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...new Set(names)].join('|')})(?![\\p{L}\\p{N}])`, 'giu')
      : null;
  return (text) => {
    const withoutContact = text
      .replace(EMAIL, MASK)
      .replace(URL_LIKE, MASK)
      .replace(PHONE, (digits) => (isPhone(digits) ? MASK : digits));
    return own ? withoutContact.replace(own, MASK) : withoutContact;
  };
}

/** Year ranges such as `2016 - 2020` look like phones; a phone has at least seven digits and is no pair of years or ISO date. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return (
    digits.length >= 7 &&
    !/^(?:(?:19|20)\d\d){1,2}$/.test(digits) &&
    !/^(?:19|20)\d\d-\d\d(?:-\d\d)?$/.test(text.trim())
  );
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
