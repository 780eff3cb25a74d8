/** What every Embedder keeps to, whoever stands behind it. */
import { NO_TOKENS } from '../../lambdas/domain/meta';
import { cosine, vectorIn, vectorSpaceSchema } from '../../lambdas/domain/vector-space';
import type { Embedder } from '../../lambdas/ports';
import { callOf, failureOf } from '../lambdas/providers/wired';
import { SCRIPTS, within } from './worst-usage';

const TEXTS = ['registered nurse in intensive care', 'nurse for intensive care', 'diesel engine mechanic'];
const ask = () => ({ ...callOf(), purpose: 'document' as const });

/** @param remote whether the model is asked over a network, and so can be interrupted */
export function describeEmbedder(name: string, make: () => Embedder, remote: boolean): void {
  describe(`${name} as an Embedder`, () => {
    it('makes one unit vector of its space for each text', async () => {
      const embedder = make();
      const { vectors } = await embedder.embed(TEXTS, ask());
      expect(vectors).toHaveLength(TEXTS.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.space.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }
    });

    it('names a space and sane limits', () => {
      const { space, maxBatch, maxCharacters } = make();
      expect(vectorSpaceSchema.safeParse(space).success).toBe(true);
      expect(maxBatch).toBeGreaterThanOrEqual(1);
      expect(maxCharacters).toBeGreaterThanOrEqual(24_000);
    });

    it('puts like texts closer together than unlike ones', async () => {
      const embedder = make();
      const { vectors } = await embedder.embed(TEXTS, ask());
      const [nurse, alsoNurse, mechanic] = vectors.map((values) => vectorIn(embedder.space, values));
      if (!nurse || !alsoNurse || !mechanic) throw new Error('three vectors were asked for');
      expect(cosine(nurse, alsoNurse)).toBeGreaterThan(cosine(nurse, mechanic) + 0.1);
    });

    it('gives a text the same vector alone and among others', async () => {
      const embedder = make();
      const { vectors } = await embedder.embed(TEXTS, ask());
      const alone = await embedder.embed(TEXTS.slice(2), ask());
      expect(alone.vectors[0]).toEqual(vectors[2]);
    });

    it.each(SCRIPTS)('knows before it is asked what texts in %s are billed for at most', async (_script, words) => {
      const embedder = make();
      const texts = [words, words.repeat(20)];
      const { usage } = await embedder.embed(texts, ask());
      const most = embedder.estimate(texts);
      if (remote) expect(within(usage, most)).toBe(true);
      else expect(most).toEqual(NO_TOKENS);
    });

    it('makes a vector of a text without a known word', async () => {
      const { vectors } = await make().embed(['!?'], ask());
      expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1, 4);
    });

    if (remote) {
      it('does not start when its caller has left', async () => {
        const embedder = make();
        const gone = { ...ask(), signal: AbortSignal.abort() };
        expect(await failureOf(embedder.embed(TEXTS, gone))).toMatchObject({
          kind: 'aborted',
          provider: embedder.provider,
          modelId: embedder.modelId,
        });
      });
    }
  });
}
