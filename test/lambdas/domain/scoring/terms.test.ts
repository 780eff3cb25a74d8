import type { Job } from '../../../../lambdas/domain/job';
import type { ProfileInput } from '../../../../lambdas/domain/profile';
import { category, match } from '../../../support/match-fixtures';

const where = (profile: Partial<ProfileInput>, job: Partial<Job>) =>
  match({ titles: ['Cook'], ...profile }, { title: 'Cook', ...job });
const place = (profile: Partial<ProfileInput>, job: Partial<Job>) => category(where(profile, job), 'location');

describe('location category', () => {
  it.each([
    ['the same town', { location: 'Köln' }, { location: 'Cologne, Germany' }, 100],
    ['another town', { location: 'Munich' }, { location: 'Berlin' }, 60],
    ['another town, willing to move', { location: 'Munich', relocation: true }, { location: 'Berlin' }, 85],
    ['the same country, no town', { location: 'Germany' }, { location: 'Berlin' }, 85],
    ['another country', { location: 'Lyon' }, { location: 'Berlin' }, 10],
    ['another country, willing to move', { location: 'Lyon', relocation: true }, { location: 'Berlin' }, 50],
    ['remote at home', { location: 'Munich' }, { location: 'Berlin', remote: 'remote' as const }, 100],
    ['remote abroad', { location: 'Lyon' }, { location: 'Berlin', remote: 'remote' as const }, 70],
    [
      'a remote wish, a hybrid job',
      { location: 'Berlin', workMode: 'remote' as const },
      { location: 'Berlin', remote: 'hybrid' as const },
      60,
    ],
    ['a remote wish, a job on site', { workMode: 'remote' as const }, { remote: 'on-site' as const }, 20],
  ])('scores %s', (_, profile, job, score) => {
    expect(place(profile, job).score).toBe(score);
  });

  it('does not take a town whose country is unknown for one in the same country', () => {
    expect(place({ location: 'Lübeck' }, { location: 'Hanoi' }).hasData).toBe(false);
    expect(place({ location: 'Lübeck' }, { location: 'Lübeck' }).score).toBe(100);
  });

  it('has no data when a side names no place', () => {
    expect(place({}, { location: 'Berlin' }).hasData).toBe(false);
    expect(place({ location: 'Berlin' }, {}).hasData).toBe(false);
  });

  it('rules out a country the candidate will not move to', () => {
    expect(where({ location: 'Lyon', relocation: false }, { location: 'Berlin' }).knockouts).toEqual([
      expect.objectContaining({ requirementId: 'location' }),
    ]);
    expect(where({ location: 'Lyon' }, { location: 'Berlin' }).eligible).toBe(true);
  });
});

describe('salary category', () => {
  const pay = (amount: number, offer: Partial<NonNullable<Job['salary']>>, currency = 'EUR') =>
    category(
      where(
        { salaryExpectation: { amount, currency, period: 'year' } },
        { salary: { currency: 'EUR', period: 'year', ...offer } as NonNullable<Job['salary']> },
      ),
      'salary',
    );

  it.each([
    [50_000, { max: 60_000 }, 100],
    [60_000, { min: 40_000, max: 60_000 }, 100],
    [75_000, { max: 60_000 }, 50],
    [90_000, { max: 60_000 }, 0],
    [200_000, { max: 60_000 }, 0],
    [60_000, { max: 5_000, period: 'month' as const }, 100],
  ])('gives a wish of %i for %j %i', (amount, offer, score) => {
    expect(pay(amount, offer).score).toBe(score);
  });

  it('compares neither two currencies nor an offer without an amount', () => {
    expect(pay(50_000, { max: 60_000 }, 'USD').hasData).toBe(false);
    expect(pay(50_000, {}).hasData).toBe(false);
  });
});
