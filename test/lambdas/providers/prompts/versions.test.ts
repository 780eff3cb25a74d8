/** A prompt's version says what was said: its words and the shape of its answer cannot change without it. */
import { createHash } from 'node:crypto';
import type { TextTask } from '../../../../lambdas/domain/text-task';
import { wordsOf } from '../../../../lambdas/providers/prompts/prompt';
import { promptFor, promptVersion } from '../../../../lambdas/providers/prompts/prompt-for';
import { resumeTask } from '../wired';

const facts = [
  { category: 'score', polarity: 'positive', importance: null, status: null, text: 'The score is 72 of 100.' },
  { category: 'skills', polarity: 'negative', importance: 'must', status: 'missing', text: '[N1] is not shown.' },
] as const;

/** One task of each kind, and the version with the hash of what is said for it. Change both together. */
const PINNED: { [K in TextTask['kind']]: [task: Extract<TextTask, { kind: K }>, version: string, hash: string] } = {
  'parse-resume': [
    { ...resumeTask('Ada Example\n- TypeScript'), language: 'de' },
    'parse-resume@1',
    'a5b53637bdbb31cb',
  ],
  'explain-match': [
    {
      kind: 'explain-match',
      facts: facts.map((fact, at) => ({ ...fact, id: `f${at + 1}`, subject: null, near: null })),
      names: [{ token: '[N1]', meaning: 'a name' }],
      language: 'de',
    },
    'explain-match@1',
    '635f65132a719729',
  ],
  'expand-query': [
    { kind: 'expand-query', query: 'ward nurse', language: 'de', isCommon: true },
    'expand-query@1',
    '369a4d785d5de087',
  ],
};

describe('the version of a prompt', () => {
  it.each(Object.keys(PINNED) as TextTask['kind'][])('of %s goes with its words', (kind) => {
    const [task, version, hash] = PINNED[kind];
    const said = wordsOf(promptFor(task));

    expect(promptVersion(kind)).toBe(version);
    expect(promptFor(task).version).toBe(version);
    expect(createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16)).toBe(hash);
  });
});
