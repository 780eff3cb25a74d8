/** Who the person is and how to reach them, from values as written. */
import type { Extraction } from './extraction';
import type { Grounding } from './grounding';
import type { PhoneReader } from './knowledge';
import { readPlace } from './places';
import type { Location, ParsedResume } from './resume';

const PREFIX = /^(?:(?:dr|prof|mr|mrs|ms|miss|sir|herr|frau|ing|dipl\.?-?\s?(?:ing|inf|kfm)|m\.?\s?d)\.?\s+)+/iu;
const SUFFIX = /,?\s+(?:jr|sr|ii|iii|iv|ph\.?d|md|rn|mba|cpa|pmp|esq|msc|bsc|ma|ba)\.?$/iu;
/** Words that open a family name of several words. */
const PARTICLES = new Set([
  'van',
  'von',
  'der',
  'den',
  'de',
  'da',
  'do',
  'dos',
  'das',
  'di',
  'del',
  'della',
  'la',
  'le',
  'bin',
  'ibn',
  'al',
  'el',
  'ter',
  'ten',
  'zu',
  "o'",
]);

/** Networks whose profile links carry a user name as the path. */
const NETWORKS: readonly [network: string, pattern: RegExp][] = [
  ['LinkedIn', /linkedin\.com\/(?:in|pub)\/([^/?#\s]+)/i],
  ['GitHub', /github\.com\/([^/?#\s]+)/i],
  ['GitLab', /gitlab\.com\/([^/?#\s]+)/i],
  ['X', /(?:twitter|x)\.com\/([^/?#\s]+)/i],
  ['Stack Overflow', /stackoverflow\.com\/users\/(\d+)/i],
  ['XING', /xing\.com\/profile\/([^/?#\s]+)/i],
  ['ORCID', /orcid\.org\/([\dX-]+)/i],
  ['Behance', /behance\.net\/([^/?#\s]+)/i],
  ['Dribbble', /dribbble\.com\/([^/?#\s]+)/i],
  ['Kaggle', /kaggle\.com\/([^/?#\s]+)/i],
  ['Facebook', /facebook\.com\/([^/?#\s]+)/i],
  ['Instagram', /instagram\.com\/([^/?#\s]+)/i],
];

export function assembleBasics(
  extraction: Extraction,
  ground: Grounding,
  readPhone: PhoneReader,
): ParsedResume['basics'] {
  const name = ground.take('/basics/name', extraction.name);
  const emails = ground.takeAll(
    '/basics/emails',
    extraction.emails.map((email) => email.replace(/^mailto:/i, '')),
  );
  const location = assembleLocation(ground.take('/basics/location/raw', extraction.location));
  const phones = ground.takeAll('/basics/phones', extraction.phones).map((raw) => {
    const known = readPhone(raw, location?.countryCode ?? null);
    return { raw, e164: known?.e164 ?? null, countryCode: known?.countryCode ?? null };
  });
  const links = ground.takeAll('/basics/urls', extraction.urls);
  const profiles = links.flatMap(profileOf);
  const isProfile = (url: string) => profiles.some((profile) => profile.url === url);
  alias(ground, '/basics/emails/0', '/basics/email');
  alias(ground, '/basics/phones/0', '/basics/phone');
  return {
    name,
    nameParts: nameParts(name),
    label: ground.take('/basics/label', extraction.label),
    email: emails[0] ?? null,
    emails,
    phone: phones[0]?.raw ?? null,
    phones,
    url: links.find((url) => !isProfile(url)) ?? null,
    urls: links,
    location,
    profiles,
    summary: ground.takeLong('/basics/summary', extraction.summary),
  };
}

function alias(ground: Grounding, from: string, to: string): void {
  const place = ground.placeOf(from);
  if (place) ground.provenance[to] = place;
}

/** Given and family name of a written name; both null for scripts that write them without a blank. */
export function nameParts(name: string | null): { given: string | null; family: string | null; prefix: string | null } {
  if (name === null) return { given: null, family: null, prefix: null };
  const prefix = PREFIX.exec(name)?.[0].trim() ?? null;
  const bare = name.replace(PREFIX, '').replace(SUFFIX, '').trim();
  const comma = bare.split(/\s*,\s*/);
  if (comma.length === 2 && comma[0] && comma[1]) return { given: comma[1], family: comma[0], prefix };
  const words = bare.split(/\s+/);
  if (words.length < 2) return { given: null, family: null, prefix };
  let first = words.length - 1;
  while (first > 1 && PARTICLES.has((words[first - 1] ?? '').toLowerCase())) first--;
  return { given: words.slice(0, first).join(' '), family: words.slice(first).join(' '), prefix };
}

function assembleLocation(raw: string | null): Location | null {
  if (raw === null) return null;
  const place = readPlace(raw);
  return {
    raw,
    address: /\b\d{1,5}\b.*\p{L}{3}|\p{L}{3}.*\b\d{1,4}\b/u.test(raw.split(',')[0] ?? '')
      ? (raw.split(',')[0]?.trim() ?? null)
      : null,
    city: place?.city ?? null,
    region: /,\s*([A-Z]{2})\b/.exec(raw)?.[1] ?? null,
    countryCode: place?.countryCode ?? null,
    postalCode:
      /\b(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4}\s?[A-Z]{2}|\d{6})\b/.exec(raw)?.[0] ?? null,
  };
}

function profileOf(url: string): ParsedResume['basics']['profiles'] {
  for (const [network, pattern] of NETWORKS) {
    const match = pattern.exec(url);
    if (match) return [{ network, username: match[1] ?? null, url }];
  }
  return [];
}
