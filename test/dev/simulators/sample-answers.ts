/** A small mind for simulated models: enough to tell whether the text arrived whole, deterministic, and nothing more. */
import { createHash } from 'node:crypto';
import type { SimulatedAnswers } from '../../../dev/simulators/exchange';
import { emptyExtraction } from '../../../lambdas/domain/extraction';

export const sampleAnswers: SimulatedAnswers = {
  extract(text) {
    const lines = text.split('\n');
    return {
      ...emptyExtraction(),
      name: lines[0] ?? null,
      emails: text.match(/\S+@\S+/g) ?? [],
      summary: lines.slice(1).join(' '),
      skills: lines.filter((line) => line.startsWith('- ')).map((line) => ({ name: line.slice(2), level: null })),
    };
  },
  expand: (query) => ({ titles: [`${query} assistant`], skills: query.split(' ') }),
  embed(text) {
    const vector = new Array<number>(256).fill(0);
    for (const word of text.toLowerCase().match(/\w+/g) ?? ['nothing']) {
      const hash = createHash('sha256').update(word).digest();
      for (let i = 0; i < 8; i++)
        vector[hash[i] ?? 0] = (vector[hash[i] ?? 0] ?? 0) + ((hash[i + 8] ?? 0) % 2 ? 1 : -1);
    }
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  },
};
