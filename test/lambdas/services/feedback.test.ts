import type { Feedback, RatedAnswer } from '../../../lambdas/domain/feedback';
import type { AnswerStore, FeedbackStore } from '../../../lambdas/ports';
import { giveFeedback } from '../../../lambdas/services/feedback';
import { aContext } from '../../support/request-context';

const parsed: RatedAnswer = {
  operation: 'parseResume',
  capability: 'parse',
  arm: 'aws',
  provider: 'bedrock',
  model: 'reader',
  promptVersion: 'parse-resume@1',
};

function bench(answer: Partial<RatedAnswer> = {}) {
  const stored = new Map<string, Feedback>();
  const measured: unknown[] = [];
  const events: unknown[] = [];
  const answers: Pick<AnswerStore, 'find'> = {
    find: async ({ requestId, owner }) =>
      requestId === 'answer-1' && owner === 'tenant-a/user-1' ? { ...parsed, ...answer } : undefined,
  };
  const feedback: FeedbackStore = {
    async put({ owner, requestId, feedback: given }) {
      const isNew = !stored.has(`${owner} ${requestId}`);
      stored.set(`${owner} ${requestId}`, given);
      return { isNew, createdAt: '2026-03-01T12:00:00.000Z' };
    },
  };
  const telemetry = {
    count: () => undefined,
    measure: (...line: unknown[]) => void measured.push(line),
    event: (...line: unknown[]) => void events.push(line),
  };
  const give = (rating: number, comment?: string, context = aContext()) =>
    giveFeedback(
      { answers, feedback, telemetry },
      { requestId: 'answer-1', rating, ...(comment !== undefined && { comment }) },
      context,
    );
  return { give, stored, measured, events };
}

describe('giveFeedback', () => {
  it('stores the rating with the answer it is of, and counts it by arm and by model', async () => {
    const { give, stored, measured } = bench();

    const { feedback, isNew } = await give(4);

    expect(isNew).toBe(true);
    expect(feedback).toEqual({
      id: expect.stringMatching(/^fb_[\w-]{22}$/),
      requestId: 'answer-1',
      rating: 4,
      createdAt: '2026-03-01T12:00:00.000Z',
    });
    expect([...stored.values()]).toEqual([{ rating: 4, answer: parsed }]);
    const beside = { operation: 'parseResume', promptVersion: 'parse-resume@1' };
    expect(measured).toEqual([
      [{ AnswerRating: 4 }, { capability: 'parse', arm: 'aws' }, beside],
      [{ ModelRating: 4 }, { provider: 'bedrock', model: 'reader' }, { ...beside, arm: 'aws' }],
    ]);
  });

  it('counts an answer once, and keeps the id and the last rating', async () => {
    const { give, stored, measured } = bench();

    const first = await give(2);
    const counted = measured.length;
    const second = await give(5);

    expect(second.isNew).toBe(false);
    expect(second.feedback.id).toBe(first.feedback.id);
    expect([...stored.values()]).toEqual([{ rating: 5, answer: parsed }]);
    expect(measured).toHaveLength(counted);
  });

  it.each([
    ['a tester chose the arm', { arm: null }, ['ModelRating']],
    ['nobody was asked', { provider: null, model: null }, ['AnswerRating']],
    ['no model takes part', { capability: null, arm: null, provider: null, model: null }, []],
  ] as const)('counts only what there is to say where %s', async (_, answer, names) => {
    const { give, measured } = bench(answer);

    expect((await give(3)).isNew).toBe(true);

    expect(measured.flatMap((line) => Object.keys((line as object[])[0] ?? {}))).toEqual(names);
  });

  it("knows no answer of another caller's", async () => {
    const { give, stored, measured } = bench();

    await expect(give(1, undefined, aContext({ owner: 'tenant-a/user-2' }))).rejects.toMatchObject({
      code: 'ANSWER_NOT_FOUND',
    });
    expect([stored.size, measured.length]).toEqual([0, 0]);
  });

  it('tells logs and metrics nothing of a comment', async () => {
    const { give, measured, events } = bench();

    await give(1, 'The periwinkle mathematician is missing.');

    expect(JSON.stringify([measured, events])).not.toMatch(/periwinkle|missing/);
  });
});
