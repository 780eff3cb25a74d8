import { summaryOf } from '../../../ops/compare/summary';
import { sentencesOf } from '../../../ops/compare/words';
import { compared, notCompared, type Said } from './asked-files';

const same = { name: 'Ana Diaz', skills: ['SQL', 'Java'] };
const files = (count: number, aws: (at: number) => Said, current: (at: number) => Said) =>
  Array.from({ length: count }, (_, at) => compared(`${at}.pdf`, { ...same, ...aws(at) }, { ...same, ...current(at) }));
const wordsOf = (asked: Parameters<typeof summaryOf>[0]) => sentencesOf(summaryOf(asked, ['aws', 'current']));

describe('what a comparison means', () => {
  it('is not said of seven files, but how many would do', () => {
    const asked = files(
      7,
      () => ({}),
      (at) => ({ name: at < 2 ? 'Diaz' : 'Ana Diaz', latencyMs: 1_200 + at }),
    );

    const [agreement, time] = wordsOf(asked);
    expect(agreement).toMatch(
      /^Too few to decide how far aws and current agree: 7 files; about \d+ are needed for ± 5 points\. So far: 85\.7 %\.$/,
    );
    expect(time).toBe(
      'Too few to decide which of aws and current is faster: 7 files; about 20 are needed. So far: aws is faster by 203 ms [202, 204].',
    );
  });

  it('is said of enough of them: who agrees, is faster and cheaper, by how much', () => {
    const asked = files(
      40,
      (at) => ({ latencyMs: 1_000 + (at % 5) * 20, costUsd: 0.002 }),
      (at) => ({ latencyMs: 800 + (at % 3) * 30, costUsd: 0.001 }),
    );

    expect(wordsOf(asked)).toEqual([
      'aws and current agree by 100 % [100 %, 100 %] of what either reads, over 40 files.',
      expect.stringMatching(/^current is faster by 211 ms \[\d+, \d+\], over 40 files\.$/),
      'current is cheaper by 0.00100 USD a resume [0.00100, 0.00100], over 40 files.',
    ]);
  });

  it('gives the interval of who is faster from the smaller to the larger number, whoever it is', () => {
    const [, time] = wordsOf(
      files(
        30,
        () => ({ latencyMs: 2_000 }),
        (at) => ({ latencyMs: 1_000 + (at % 2) * 100 }),
      ),
    );
    const [, low, high] = /\[(\d+), (\d+)\]/.exec(time ?? '') ?? [];
    expect(Number(low)).toBeLessThan(Number(high));
  });

  it('is open where either may be faster', () => {
    const asked = files(
      30,
      () => ({}),
      (at) => ({ latencyMs: at % 2 === 0 ? 400 : 1_650 }),
    );

    expect(wordsOf(asked)[1]).toMatch(
      /^Too few to decide which of aws and current is faster: 30 files; about \d+ are needed\./,
    );
  });

  it('says who failed and why, and which files nobody read', () => {
    const asked = [
      ...files(
        3,
        () => ({}),
        (at) => (at === 0 ? { failed: 'throttled' } : {}),
      ),
      notCompared('scan.pdf', 'DOCUMENT_SCANNED_NO_TEXT'),
    ];

    expect(wordsOf(asked)).toEqual(
      expect.arrayContaining([
        'current failed for 1 of 3 files: PROVIDER_UNAVAILABLE (throttled).',
        '1 of 4 files gave no comparison: DOCUMENT_SCANNED_NO_TEXT.',
      ]),
    );
  });

  it('has no figures where a side never answered, or has no price', () => {
    const silent = files(
      2,
      () => ({}),
      () => ({ failed: 'timeout' }),
    );
    const unpriced = files(
      2,
      () => ({}),
      () => ({ costUsd: null }),
    );

    expect(wordsOf(silent)[0]).toBe('There is no file that both aws and current read.');
    expect(wordsOf(unpriced)[2]).toBe('The cost of aws or current is not known.');
    expect(summaryOf(unpriced, ['aws', 'current']).sides[1]?.cost).toBeNull();
  });
});
