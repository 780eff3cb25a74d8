import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readLabelledCases } from '../../evals/labelled-cases';

const folder = mkdtempSync(path.join(tmpdir(), 'cases-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = { id: 'a', text: 'Ada Quill\nada@example.com', gold: { name: 'Ada Quill', skills: ['Weaving'] } };
function read(...lines: unknown[]) {
  const file = path.join(folder, 'cases.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return readLabelledCases(folder);
}

describe('labelled cases', () => {
  it('are read from a folder or from its file, blank lines and fields of others left aside', () => {
    const { cases } = read(good, '', { ...good, id: 'b', meta: { lang: 'en' }, gold: { name: null, hobbies: ['x'] } });
    expect(cases.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(readLabelledCases(path.join(folder, 'cases.jsonl')).cases).toHaveLength(2);
  });

  it.each<[string, unknown[], RegExp]>([
    ['a line that is no JSON', [good, '{"id": '], /cases\.jsonl:2: the line: /],
    ['a case without an id', [{ ...good, id: undefined }], /:1: id: /],
    ['a case with text and file', [{ ...good, file: 'cases.jsonl' }], /give exactly one of text and file/],
    ['a case with neither', [{ id: 'a', gold: {} }], /give exactly one of text and file/],
    ['a label of the wrong kind', [{ ...good, gold: { skills: 'Weaving' } }], /:1: gold\.skills: /],
    ['a year of another age', [{ ...good, gold: { graduationYears: [99] } }], /:1: gold\.graduationYears\.0: /],
    ['the same id twice', [good, good], /:2: the id a is there twice/],
    ['a file that is not there', [{ id: 'a', file: 'gone.pdf', gold: {} }], /:1: there is no gone\.pdf/],
    ['no case at all', [''], /holds no case/],
  ])('refuse %s, with the place', (_, lines, message) => {
    expect(() => read(...lines)).toThrow(message);
  });

  it('say so when there is no such folder', () => {
    expect(() => readLabelledCases(path.join(folder, 'nowhere'))).toThrow(/There is no .*nowhere/);
  });
});
