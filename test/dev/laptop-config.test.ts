import { laptopConfig } from '../../dev/laptop-config';

describe('laptopConfig', () => {
  it.each([
    ['DAILY_BUDGET_USD', '0.5', 0.5],
    ['CALLER_DAILY_REQUESTS', '20', 20],
    ['MAX_CONCURRENT_REQUESTS', '1', 1],
    ['PARSE_CACHE_SECONDS', '60', 60],
    ['EMBED_CACHE_SECONDS', '60', 60],
    ['EXPAND_CACHE_SECONDS', '60', 60],
  ] as const)('sets %s when asked to, and asks the same models in the same order', (name, text, value) => {
    const usual = laptopConfig({});

    expect(laptopConfig({ [name]: text })).toEqual({ ...usual, [name]: value });
    expect(usual[name]).not.toBe(value);
  });

  it('keeps no answers and has no limits of spending unless asked to', () => {
    const usual = laptopConfig({});
    const { DAILY_BUDGET_USD, CALLER_DAILY_REQUESTS } = usual;

    expect([usual.PARSE_CACHE_SECONDS, usual.EMBED_CACHE_SECONDS, usual.EXPAND_CACHE_SECONDS]).toEqual([0, 0, 0]);
    expect([DAILY_BUDGET_USD, CALLER_DAILY_REQUESTS]).toEqual([undefined, undefined]);
  });
});
