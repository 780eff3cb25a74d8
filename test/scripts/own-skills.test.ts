import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv } from '../../scripts/csv';
import { readOwnSkills } from '../../scripts/own-skills';
import { verbForms } from '../../scripts/verb-forms';

describe('readOwnSkills', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skills-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    writeFileSync(join(folder, 'list.txt'), text);
    return readOwnSkills(folder);
  };

  it('reads name, id, aliases, glossary and related skills of a line', () => {
    const { skills } = read(
      '[tool: cloud .60]\nKubernetes #k8s | =K8S; kube | container cluster | Docker .65 runs on\n',
    );

    expect(skills).toEqual([
      {
        name: 'Kubernetes',
        id: 'k8s',
        kind: 'tool',
        aliases: ['=K8S', 'kube'],
        glossary: ['container', 'cluster'],
        groups: ['cloud'],
        related: [{ name: 'Docker', hundredths: 65, relation: 'runs on' }],
      },
    ]);
  });

  it('makes a narrower skill of an alias with an angle bracket, near the wider one', () => {
    const { skills, groups } = read('[hard]\nWelding | >MIG welding = mig, gmaw; >>Welding robot | metal joining\n');

    expect(skills[1]).toMatchObject({ name: 'MIG welding', kind: 'hard', aliases: ['mig', 'gmaw'] });
    expect(skills[1]?.related).toEqual([{ name: 'Welding', hundredths: 75, relation: 'part of' }]);
    expect(skills[2]).toMatchObject({ name: 'Welding robot', kind: 'tool' });
    expect(groups).toEqual({ 'in Welding': 35 });
  });

  it('names the line that cannot be read', () => {
    expect(() => read('[hard]\nA | b | c | no number\n')).toThrow('list.txt:2');
    expect(() => read('[colour]\n')).toThrow('list.txt:1');
  });
});

describe('readCsv', () => {
  it('reads quoted cells with line breaks, commas and quotes', () => {
    expect(readCsv('a,b\n1,"x, ""y""\nz"\n')).toEqual([{ a: '1', b: 'x, "y"\nz' }]);
  });
});

describe('verbForms', () => {
  it.each([
    ['managing', 'manage'],
    ['planned', 'plan'],
    ['applies', 'apply'],
    ['taught', 'teach'],
    ['oversees', 'oversee'],
  ])('leads %s back to %s', (form, verb) => {
    expect(verbForms()[form]).toBe(verb);
  });
});
