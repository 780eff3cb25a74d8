/** The location category of a search: the place, the way of working and the kind of contract that it names. */
import type { JobFacts } from '../job-facts';
import { namesCity, sameCity } from '../places';
import type { Pointer, Profile } from '../profile';
import type { Candidate } from './candidate';
import { type Evidence, fact, noData, type Part, type Scorable } from './part';

/** What a job counts by where it is, 0 to 100, for a search that names a place. */
const PLACE = { there: 100, remoteThere: 90, sameCountry: 50, remote: 60, remoteAbroad: 40, elsewhere: 0 } as const;

/** What a job counts that is done in another way than the one named. */
const MODE = {
  remote: { remote: 100, hybrid: 30, 'on-site': 0 },
  hybrid: { hybrid: 100, remote: 70, 'on-site': 30 },
  'on-site': { 'on-site': 100, hybrid: 60, remote: 0 },
} as const;

/** What a job counts under another contract than the one named, and where the two are near. */
const CONTRACT = { same: 100, near: 60, other: 20 } as const;
const FOR_A_TIME = new Set(['contract', 'temporary', 'self-employed']);

interface Named {
  score: number;
  text: string;
  pointers: Pointer[];
  jobPointer: string;
}

/** The mean of what the search names and the job says; no data when the search names none of it. */
export function scoreSearchPlace({ profile }: Candidate, { job, facts }: Scorable): Part {
  const named = [namedPlace(profile, facts), namedMode(profile, facts), namedContract(profile, job.employmentType)];
  const known = named.filter((each) => each !== null);
  if (known.length === 0) return noData;
  return {
    score: known.reduce((total, { score }) => total + score, 0) / known.length,
    explain: () => ({ evidence: known.map(sentence) }),
  };
}

function sentence({ score, text, pointers, jobPointer }: Named): Evidence {
  return fact(text, score >= 70 ? 'positive' : score >= 40 ? 'neutral' : 'negative', pointers, [jobPointer]);
}

function namedPlace(profile: Profile, { location: there, remote }: JobFacts): Named | null {
  const wanted = profile.location;
  if (!there) return null;
  const is = (score: number, text: string, pointers = wanted?.pointers ?? []): Named => ({
    score,
    text,
    pointers,
    jobPointer: '/location',
  });
  if (!wanted) {
    // Small towns are in no list: the job's own town says that a word of the search is one.
    const title = profile.titles.find(({ text }) => there.city !== null && namesCity(text, there.city));
    return title ? is(PLACE.there, `The job is in ${there.city}, which the search names.`, title.pointers) : null;
  }
  const abroad = wanted.countryCode && there.countryCode ? wanted.countryCode !== there.countryCode : null;
  if (sameCity(wanted, there) || (abroad === false && wanted.city === null)) {
    return is(PLACE.there, `The job is in ${wanted.city ?? there.raw}, as the search asks.`);
  }
  if (remote === 'remote') {
    if (abroad === true) return is(PLACE.remoteAbroad, `The job is remote, in another country (${there.raw}).`);
    return is(abroad === false ? PLACE.remoteThere : PLACE.remote, `The job is remote (${there.raw}).`);
  }
  if (abroad === false) return is(PLACE.sameCountry, `The job is in another town (${there.raw}).`);
  return is(PLACE.elsewhere, `The job is elsewhere (${there.raw}).`);
}

function namedMode({ workMode, titles }: Profile, { remote }: JobFacts): Named | null {
  if (workMode === null || remote === null) return null;
  const score = MODE[workMode][remote];
  const text = `The search asks for ${workMode} work, the job is ${remote}.`;
  return { score, text, pointers: titles[0]?.pointers ?? [], jobPointer: '/remote' };
}

function namedContract({ employmentType, titles }: Profile, offered: Profile['employmentType'] | undefined) {
  if (employmentType === null || !offered) return null;
  const near = FOR_A_TIME.has(employmentType) && FOR_A_TIME.has(offered);
  const score = employmentType === offered ? CONTRACT.same : near ? CONTRACT.near : CONTRACT.other;
  const text = `The search asks for ${employmentType} work, the job is ${offered}.`;
  const pointers = titles[0]?.pointers ?? [];
  return { score, text, pointers, jobPointer: '/employmentType' };
}
