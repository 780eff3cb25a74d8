import fc from 'fast-check';
import { type Baseline, type CaseScores, caseScore, gate, LEAST_ANSWERED } from '../../evals/gate';

/** The same score for every case, or one by its number. */
const cases = (count: number, score: number | ((at: number) => number)): CaseScores =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`case-${at}`, { skills: typeof score === 'number' ? score : score(at) }]),
  );
const baseline = (scores: CaseScores): Baseline => ({
  date: '2026-11-01',
  provider: 'bedrock',
  model: 'a-model',
  promptVersion: 'parse-resume@1',
  cases: scores,
});
const open = { floors: { skills: 0.6 }, answered: 1 };
const outcomes = (scores: CaseScores, against: Parameters<typeof gate>[1] = open) =>
  gate(scores, against).verdicts.map(({ outcome }) => outcome);

describe('gate', () => {
  it('is open for what is above its floor', () => {
    expect(gate(cases(30, 0.7), open)).toMatchObject({ passed: true, reasons: [] });
  });

  it('is shut for a field below its floor, and says by how much', () => {
    const { passed, reasons } = gate(cases(30, 0.55), open);
    expect([passed, reasons]).toEqual([false, ['skills is at 55.0 %, below its floor of 60.0 %']]);
  });

  it('is shut for what has become worse than the baseline in a way that is no chance', () => {
    const before = baseline(cases(30, (at) => 0.8 + (at % 5) / 50));
    const now = cases(30, (at) => 0.7 + (at % 5) / 50);
    expect(gate(now, { ...open, baseline: before })).toMatchObject({
      passed: false,
      reasons: ['skills is worse than the baseline by 10.0 %'],
    });
  });

  it('stays open for a loss that may be chance, and for one that nobody would notice', () => {
    const before = baseline(cases(30, 0.8));
    expect(
      outcomes(
        cases(30, (at) => (at % 2 === 0 ? 0.65 : 0.93)),
        { ...open, baseline: before },
      ),
    ).toEqual(['passed']);
    expect(outcomes(cases(30, 0.785), { ...open, baseline: before })).toEqual(['passed']);
  });

  it('compares only the cases that both have', () => {
    const [verdict] = gate(cases(30, 0.8), { ...open, baseline: baseline(cases(25, 0.8)) }).verdicts;
    expect(verdict?.change?.cases).toBe(25);
  });

  it('decides nothing by fewer than 20 cases, and then lets nothing pass', () => {
    const result = gate(cases(19, 0.9), open);
    expect(result.verdicts.map(({ outcome }) => outcome)).toEqual(['too-few']);
    expect([result.passed, result.reasons]).toEqual([
      false,
      ['there are too few cases to decide: a field needs 20 that label it'],
    ]);
  });

  it('is shut when the arm did not answer itself', () => {
    const { passed, reasons } = gate(cases(30, 0.9), { ...open, answered: LEAST_ANSWERED - 0.01 });
    expect([passed, reasons[0]]).toEqual([
      false,
      'only 89.0 % of the cases were answered by the arm itself; 90.0 % are needed',
    ]);
  });

  it('is never open while a field with enough cases is below its floor', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (list, floor) => {
        const result = gate(
          cases(list.length, (at) => list[at] ?? 0),
          { floors: { skills: floor }, answered: 1 },
        );
        const mean = result.verdicts[0]?.figure.mean ?? 0;
        expect(result.passed).toBe(mean >= floor);
      }),
    );
  });
});

describe('the score of a case', () => {
  it('is the F1 of its values, and none where nothing is labelled', () => {
    expect(caseScore({ gold: 4, predicted: 2, hits: 2 })).toBeCloseTo(2 / 3, 10);
    expect(caseScore({ gold: 4, predicted: 3, hits: 0 })).toBe(0);
    expect(caseScore({ gold: 0, predicted: 3, hits: 0 })).toBeUndefined();
  });
});
