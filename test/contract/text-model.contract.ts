/** What every TextModel keeps to, whoever stands behind it. */
import { suggestionsSchema } from '../../lambdas/domain/expansion';
import { explanationDraftSchema } from '../../lambdas/domain/explanation';
import { extractionSchema } from '../../lambdas/domain/extraction';
import { NO_TOKENS, usageSchema } from '../../lambdas/domain/meta';
import type { TextModel } from '../../lambdas/ports';
import { callOf, failureOf, resumeTask } from '../lambdas/providers/wired';
import { SCRIPTS, within } from './worst-usage';

const RESUME = `Ada Example
ada@example.com

EXPERIENCE
Engineer, Example Ltd, London
Jan 2020 - Present
- Wrote TypeScript services

SKILLS
TypeScript, SQL`;

/** @param remote whether the model is asked over a network, and so can be interrupted */
export function describeTextModel(name: string, make: () => TextModel, remote: boolean): void {
  describe(`${name} as a TextModel`, () => {
    it('answers what the task asks of it', async () => {
      const { output } = await make().complete(resumeTask(RESUME), callOf());
      const extraction = extractionSchema.parse(output);
      expect(extraction.name).toBe('Ada Example');
      expect(extraction.emails).toEqual(['ada@example.com']);
    });

    it('gives the same answer to the same text', async () => {
      const model = make();
      const [first, second] = [
        await model.complete(resumeTask(RESUME), callOf()),
        await model.complete(resumeTask(RESUME), callOf()),
      ];
      expect(second.output).toEqual(first.output);
    });

    it('reports what it used, or that it used nothing', async () => {
      const model = make();
      const { usage } = await model.complete(resumeTask(RESUME), callOf());
      expect(usage === null || usageSchema.safeParse(usage).success).toBe(true);
      expect(usage === null).toBe(!remote);
      expect(model.promptVersion('parse-resume') === null).toBe(!remote);
    });

    it('takes a repair', async () => {
      const { output } = await make().complete(resumeTask(RESUME), callOf(), ['/name: invalid_type (expected string)']);
      expect(extractionSchema.safeParse(output).success).toBe(true);
    });

    it.each(SCRIPTS)('knows before it is asked what a resume in %s is billed for at most', async (_script, words) => {
      const model = make();
      const task = resumeTask(`${RESUME}\n\n${words.repeat(40)}`);
      const faults = ['/work/0/from: too_big'];
      const most = model.estimate(task, faults);
      const { usage } = await model.complete(task, callOf(), faults);
      if (!remote) expect(most).toEqual(NO_TOKENS);
      else expect(within(usage, most)).toBe(true);
    });

    it('says a search phrase in other words', async () => {
      const task = { kind: 'expand-query', query: 'truck driver', language: 'en', isCommon: true } as const;
      const { output } = await make().complete(task, callOf());

      expect(suggestionsSchema.parse(output).titles.length).toBeGreaterThan(0);
    });

    it('explains a match by its facts', async () => {
      const plain = { importance: null, subject: null, near: null, status: null } as const;
      const facts = [
        {
          ...plain,
          id: 'f1',
          category: 'score',
          polarity: 'positive',
          text: 'The score is 72 of 100, which is strong.',
        },
        { ...plain, id: 'f2', category: 'location', polarity: 'negative', text: 'The job is elsewhere.' },
      ] as const;
      const task = { kind: 'explain-match', facts, names: [], language: 'en' } as const;
      const { output, usage } = await make().complete(task, callOf());
      const draft = explanationDraftSchema.parse(output);
      expect(draft.summary.flatMap((sentence) => sentence.facts)).toContain('f1');
      expect(draft.concerns.flatMap((sentence) => sentence.facts)).toEqual(['f2']);
      if (remote) expect(within(usage, make().estimate(task))).toBe(true);
    });

    it('leaves its task as it was', async () => {
      const task = resumeTask(RESUME);
      const before = structuredClone(task);
      await make().complete(task, callOf());
      expect(task).toEqual(before);
    });

    if (remote) {
      it('does not start when its caller has left', async () => {
        const model = make();
        const error = await failureOf(
          model.complete(resumeTask(RESUME), { signal: AbortSignal.abort(), deadline: Date.now() + 1_000 }),
        );
        expect(error).toMatchObject({ kind: 'aborted', provider: model.provider, modelId: model.modelId });
      });
    }
  });
}
