/** What the score says of place and way of working, without naming a place: where someone lives tells who they are. */

const WAYS = '(?:remote|hybrid|on-site)';
const CONTRACTS = '[a-z-]{1,20}';

/** Sentences of `scoring/terms.ts` and `scoring/search-place.ts`. */
const SENTENCES: readonly (readonly [RegExp, string | null])[] = [
  [/^The job is remote(?:, in another country)?\.$/, null],
  [/^Both are in one country\.$/, null],
  [/^Both are in .*\.$/su, 'The candidate is in the town of the job.'],
  [/^The candidate is in .*, the job in another country: .*\.$/su, 'The candidate is in another country than the job.'],
  [/^The candidate is in .*, the job in .*\.$/su, 'The candidate is in the country of the job, in another town.'],
  [new RegExp(`^The search asks for ${CONTRACTS} work, the job is ${CONTRACTS}\\.$`), null],
  [/^The job is in .*, (?:as the search asks|which the search names)\.$/su, 'The job is where the search asks.'],
  [/^The job is remote, in another country \(.*\)\.$/su, 'The job is remote, in another country.'],
  [/^The job is remote \(.*\)\.$/su, 'The job is remote.'],
  [/^The job is in another town \(.*\)\.$/su, 'The job is in another town.'],
  [/^The job is elsewhere \(.*\)\.$/su, 'The job is elsewhere.'],
];
const WISH = new RegExp(`(?:^| )(Remote work is wished for, the job is ${WAYS}\\.)$`);

/** Null for a sentence that is none of the score's. */
export function placeInWords(sentence: string): string | null {
  const wish = WISH.exec(sentence);
  const place = wish ? sentence.slice(0, wish.index) : sentence;
  const parts = [place === '' ? '' : said(place), wish?.[1] ?? ''];
  return parts.includes(null) ? null : parts.filter(Boolean).join(' ');
}

function said(place: string): string | null {
  const found = SENTENCES.find(([pattern]) => pattern.test(place));
  return found === undefined ? null : (found[1] ?? place);
}
