import { readSalary, yearlyPay } from '../../../lambdas/domain/salary';

describe('readSalary', () => {
  it.each([
    ['EUR 60,000', { amount: 60_000, currency: 'EUR', period: 'year' }],
    ['$45k per year', { amount: 45_000, currency: 'USD', period: 'year' }],
    ['30 £ an hour', { amount: 30, currency: 'GBP', period: 'hour' }],
    ['4.500 € monthly', { amount: 4_500, currency: 'EUR', period: 'month' }],
    ['4500 CHF', { amount: 4_500, currency: 'CHF', period: 'year' }],
  ])('reads %s', (text, pay) => {
    expect(readSalary(text)).toEqual(pay);
  });

  it.each(['negotiable', '60,000', ''])('reads nothing from "%s"', (text) => {
    expect(readSalary(text)).toBeNull();
  });

  it('makes a year of every period', () => {
    expect([yearlyPay(10, 'hour'), yearlyPay(100, 'day'), yearlyPay(1_000, 'month'), yearlyPay(9, 'year')]).toEqual([
      20_800, 26_000, 12_000, 9,
    ]);
  });
});
