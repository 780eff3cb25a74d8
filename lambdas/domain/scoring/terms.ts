/** The location and salary categories: can the two sides agree on where and for how much? */
import type { Job } from '../job';
import type { JobFacts } from '../job-facts';
import { sameCity } from '../places';
import { yearlyPay } from '../salary';
import type { Candidate } from './candidate';
import { fact, noData, type Part } from './part';

/** What each way of being apart counts, 0 to 100; `move` where the candidate is willing to move. */
const DISTANCE = {
  sameCity: 100,
  sameCountry: { stay: 60, move: 85 },
  abroad: { stay: 10, move: 50 },
  remoteAtHome: 100,
  remoteAbroad: 70,
} as const;
/** A wish for remote work against a job that is hybrid or on site. */
const WISH = { hybrid: 60, 'on-site': 20 } as const;

export function scoreLocation(candidate: Candidate, job: Job, facts: JobFacts): Part {
  const { location: home, workMode, relocation } = candidate.profile;
  const there = facts.location;
  const mode = facts.remote;
  const jobPointers = [
    job.location === undefined && job.remote === undefined
      ? '/description'
      : job.location === undefined
        ? '/remote'
        : '/location',
  ];
  const abroad = home?.countryCode && there?.countryCode ? home.countryCode !== there.countryCode : null;
  let score: number | null = null;
  let text = '';
  if (mode === 'remote') {
    score = abroad ? DISTANCE.remoteAbroad : DISTANCE.remoteAtHome;
    text = abroad ? 'The job is remote, in another country.' : 'The job is remote.';
  } else if (home && there && (abroad !== null || sameCity(home, there))) {
    const will = relocation === true ? 'move' : 'stay';
    if (sameCity(home, there)) [score, text] = [DISTANCE.sameCity, `Both are in ${there.city}.`];
    else if (abroad === true)
      [score, text] = [
        DISTANCE.abroad[will],
        `The candidate is in ${home.city ?? home.raw}, the job in another country: ${there.raw}.`,
      ];
    else if (abroad === false && (!home.city || !there.city))
      [score, text] = [DISTANCE.sameCountry.move, 'Both are in one country.'];
    else
      [score, text] = [
        DISTANCE.sameCountry[will],
        `The candidate is in ${home.city ?? home.raw}, the job in ${there.raw}.`,
      ];
  }
  if (workMode === 'remote' && (mode === 'hybrid' || mode === 'on-site')) {
    score = Math.min(score ?? 100, WISH[mode]);
    text = `${text} Remote work is wished for, the job is ${mode}.`.trim();
  }
  if (score === null) return noData;
  const tooFar = abroad === true && mode !== 'remote' && relocation === false && job.location !== undefined;
  return {
    score: score,
    explain: () => ({
      evidence: [
        fact(text, score >= 70 ? 'positive' : score >= 40 ? 'neutral' : 'negative', home?.pointers ?? [], jobPointers),
      ],
      knockouts: tooFar
        ? [{ requirementId: 'location', reason: 'The job is in another country and the candidate will not move.' }]
        : [],
    }),
  };
}

/** Expectation above the maximum by this share counts 0. */
const FAR_ABOVE = 0.5;

/** 100 while the expectation fits the job's maximum, falling to 0 at half as much again; other currencies are not compared. */
export function scoreSalary(candidate: Candidate, job: Job): Part {
  const wish = candidate.profile.salaryExpectation;
  const top = job.salary?.max ?? job.salary?.min;
  if (!wish || !job.salary || top === undefined || top === 0 || wish.currency !== job.salary.currency) return noData;
  const above = yearlyPay(wish.amount, wish.period) / yearlyPay(top, job.salary.period) - 1;
  const score = 100 * Math.min(1, Math.max(0, 1 - above / FAR_ABOVE));
  const text =
    above <= 0
      ? 'The pay that is wished for is within what the job offers.'
      : `The pay that is wished for is ${Math.round(above * 100)} % above what the job offers.`;
  return {
    score: score,
    explain: () => ({ evidence: [fact(text, above <= 0 ? 'positive' : 'negative', [], ['/salary'])] }),
  };
}
