import { embeddedWords } from '../../../lambdas/domain/embedded-words';
import { createSkillTaxonomy } from '../../../lambdas/domain/skill-taxonomy';
import { createWordTable, MAGIC } from '../../../lambdas/domain/word-table';

/** A table of two numbers from the one half and two from the other. */
function tableOf(words: Record<string, [number, number, number, number]>): Uint8Array {
  const names = Object.keys(words);
  const header = { version: 'abcdef123456', words: names.length, halves: [2, 2], notices: [] };
  const text = `${MAGIC}${JSON.stringify(header)}`;
  return Buffer.concat([
    Buffer.from(`${text.padEnd(Math.ceil((text.length + 1) / 8) * 8 - 1, ' ')}\n`),
    Buffer.from(Float32Array.from(names.flatMap(() => [0.01, 0.01])).buffer),
    Buffer.from(names.map(() => 255)),
    Buffer.from(Int8Array.from(Object.values(words).flat()).buffer),
    Buffer.from(names.join('\n')),
  ]);
}

const bytes = tableOf({
  nurse: [100, 0, 100, 0],
  hospital: [80, 20, 90, 10],
  lorry: [0, 100, 0, 100],
  container: [0, 90, 10, 90],
});
const table = createWordTable(bytes);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('createWordTable', () => {
  it('gives 256 numbers of unit length', () => {
    const vector = table.embed('Nurse in a hospital');

    expect(vector).toHaveLength(256);
    expect(dot(vector, vector)).toBeCloseTo(1, 12);
  });

  it('puts words of one subject near each other', () => {
    const nurse = table.embed('nurse');

    expect(dot(nurse, table.embed('hospital'))).toBeGreaterThan(dot(nurse, table.embed('lorry')));
  });

  it('gives the same numbers for the same text, whatever the case and the order of the words', () => {
    expect(table.embed('Hospital NURSE')).toEqual(table.embed('hospital nurse'));
    expect(dot(table.embed('nurse hospital'), table.embed('hospital nurse'))).toBeCloseTo(1, 12);
  });

  it('knows a word in the plural', () => {
    expect(table.embed('lorries')).toEqual(table.embed('lorry'));
    expect(table.embed('nurses')).toEqual(table.embed('nurse'));
  });

  it.each(['', 'zzzz', 'the and of', '123'])('gives zeroes for %j', (text) => {
    expect(table.embed(text)).toEqual(new Array(256).fill(0));
  });

  it('reads bytes that do not begin at a multiple of eight', () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);

    expect(createWordTable(shifted.subarray(3)).embed('nurse')).toEqual(table.embed('nurse'));
  });

  it('refuses other bytes and a table that is cut short', () => {
    expect(() => createWordTable(new Uint8Array(10))).toThrow(RangeError);
    expect(() => createWordTable(bytes.subarray(0, bytes.length - 20))).toThrow(RangeError);
  });
});

describe('embeddedWords', () => {
  const taxonomy = createSkillTaxonomy({
    version: '112233445566',
    notices: [],
    skills: [['Kubernetes', 1, '', 'kubernetes', 'container', '', 'w']],
    related: [],
    relations: [],
    groups: {},
    verbs: {},
  });
  const words = embeddedWords(table, taxonomy, {
    version: 'aabbccddeeff',
    inEnglish: (text) => text.replace('Behälter', 'container'),
  });

  it('reads a skill that the table does not know as its glossary words', () => {
    expect(words.embed('kubernetes')).toEqual(table.embed('container'));
  });

  it('reads a foreign title in English', () => {
    expect(words.embed('Behälter')).toEqual(table.embed('container'));
  });

  it('names a space that changes with the table, the taxonomy and the names', () => {
    expect(words.space).toBe('embedded/word-table/256/abcdef12.11223344.aabbccdd');
  });
});
