import type { Category, JobMatch } from '../../../lambdas/domain/match';
import { placeInWords } from '../../../lambdas/domain/place-in-words';
import { scoreMatch } from '../../../lambdas/domain/score-match';
import { aSearch, category, knowledge, match, scorable } from '../../support/match-fixtures';

const sentences = (found: JobMatch): Category['evidence'] => category(found, 'location').evidence;
const home = { location: 'Leeds, UK' };

describe('placeInWords', () => {
  it.each([
    [home, { location: 'Leeds, UK' }, 'The candidate is in the town of the job.'],
    [home, { location: 'York, UK' }, 'The candidate is in the country of the job, in another town.'],
    [home, { location: 'Lyon, France' }, 'The candidate is in another country than the job.'],
    [home, { location: 'United Kingdom', countryCode: 'GB' }, 'Both are in one country.'],
    [home, { remote: 'remote' as const }, 'The job is remote.'],
    [home, { remote: 'remote' as const, location: 'Lyon, France' }, 'The job is remote, in another country.'],
    [
      { ...home, workMode: 'remote' as const },
      { remote: 'hybrid' as const, location: 'Leeds, UK' },
      'The candidate is in the town of the job. Remote work is wished for, the job is hybrid.',
    ],
    [{ workMode: 'remote' as const }, { remote: 'on-site' as const }, 'Remote work is wished for, the job is on-site.'],
  ])('says of %j and %j: %s', (profile, job, said) => {
    expect(sentences(match(profile, job)).map(({ fact }) => placeInWords(fact))).toEqual([said]);
  });

  it.each([
    [{ location: 'Leeds, UK' }, ['The job is where the search asks.']],
    [{ location: 'York, UK' }, ['The job is in another town.']],
    [{ location: 'Lyon, France' }, ['The job is elsewhere.']],
    [
      { location: 'Leeds, UK', remote: 'hybrid' as const },
      ['The job is where the search asks.', 'The search asks for remote work, the job is hybrid.'],
    ],
    [
      { location: 'Lyon, France', remote: 'remote' as const },
      ['The job is remote, in another country.', 'The search asks for remote work, the job is remote.'],
    ],
    [
      { location: 'York, UK', remote: 'remote' as const },
      ['The job is remote.', 'The search asks for remote work, the job is remote.'],
    ],
  ])('says of a search in Leeds and %j: %j', (job, said) => {
    const search = aSearch({ titles: ['Cook'], location: 'Leeds, UK', workMode: 'remote' });
    const found = scoreMatch(search, scorable(job), { knowledge });
    const words = sentences(found).map(({ fact }) => placeInWords(fact));
    expect(words).toEqual(said);
  });

  it('knows no other sentence', () => {
    expect(placeInWords('The candidate lives at 4 Mill Lane, Leeds.')).toBeNull();
    expect(placeInWords('4 Mill Lane. Remote work is wished for, the job is hybrid.')).toBeNull();
  });
});
