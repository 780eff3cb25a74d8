import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SkillData } from '../../../lambdas/domain/skill-data';
import { createSkillTaxonomy } from '../../../lambdas/domain/skill-taxonomy';
import { nameKey } from '../../../lambdas/domain/skill-tokens';
import { readSkillTaxonomy } from '../../../lambdas/reference/read-reference';

const path = join(__dirname, '../../../lambdas/reference/skills.json');
const data = JSON.parse(readFileSync(path, 'utf8')) as SkillData;
const taxonomy = readSkillTaxonomy();
const found = (text: string) => taxonomy.find(text).map((mention) => mention.skill.id);

describe('skills.json', () => {
  it('is at most 2 MB and carries the notices of its sources', () => {
    expect(statSync(path).size).toBeLessThanOrEqual(2_000_000);
    expect(data.notices.join(' ')).toMatch(/O\*NET 29\.2 Database.*ESCO classification of the European Commission/s);
  });

  it('has an id for every skill and no id twice', () => {
    const ids = data.skills.map((_, i) => createdIds[i]);

    expect(new Set(ids).size).toBe(data.skills.length);
    expect(ids.filter((id) => !/^[\p{Ll}\p{N}]+(?:-[\p{Ll}\p{N}]+)*$/u.test(id ?? ''))).toEqual([]);
    expect(ids.every((id) => taxonomy.get(id ?? '')?.id === id)).toBe(true);
  });

  it('keeps with each name the key that the code makes of it', () => {
    const wrong = data.skills.filter(([name, , aliases, keys]) => {
      const names = aliases === '' ? [name] : [name, ...aliases.split('|')];
      const stored = keys.split('|');
      return names.some((one, i) => nameKey(one.replace(/^[=?]/, '')) !== (stored[i] || one.replace(/^[=?]/, '')));
    });

    expect(wrong).toEqual([]);
  });

  it('explains at least a thousand skills in plain words', () => {
    expect(data.skills.filter((row) => row[4] !== '').length).toBeGreaterThan(1000);
  });
});

/** Ids as the taxonomy gives them. */
const createdIds = (() => {
  const made = createSkillTaxonomy(data);
  return data.skills.map((row) => made.normalise(row[0].replace(/^[=?]/, ''))?.id);
})();

describe('readSkillTaxonomy', () => {
  it('is read once', () => {
    expect(readSkillTaxonomy()).toBe(taxonomy);
  });

  it.each([
    ['MS Excel', 'ms-excel'],
    ['Microsoft Excel 2016', 'ms-excel'],
    ['k8s', 'kubernetes'],
    ['JS', 'javascript'],
    ['React.js', 'react'],
    ['Postgres', 'postgresql'],
    ['GAAP', 'gaap'],
    ['BLS', 'bls'],
    ['CPR certified', 'cpr'],
    ['P&L', 'profit-and-loss-management'],
    ['A/P', 'accounts-payable'],
    ['HVAC', 'hvac'],
    ['CDL Class A', 'commercial-driver-s-license'],
    ['ServSafe', 'food-handler-certification'],
    ['TIG', 'tig-welding'],
    ['lesson plans', 'lesson-planning'],
    ['Salesforce.com', 'salesforce'],
    ['Castilian', 'spanish'],
  ])('knows %s', (name, id) => {
    expect(taxonomy.normalise(name)?.id).toBe(id);
  });

  it.each([
    ['Löten', 'brazing'],
    ['Buchhaltung', 'accounting'],
    ['gestion d’équipe', 'people-management'],
    ['prevención de riesgos', 'occupational-safety'],
    ['atendimento ao cliente', 'customer-service'],
    ['lettura disegno tecnico', 'blueprint-reading'],
    ['voorraadbeheer', 'inventory-management'],
  ])('knows %s in its own language', (name, id) => {
    expect(taxonomy.normalise(name)?.id).toBe(id);
    expect(found(`x, ${name}, y`)).toEqual([id]);
  });

  it.each([
    'I excel at what I do and go the extra mile.',
    'We access our teams by word of mouth each spring.',
    'The eight of us slack off, rest, and express a swift response.',
    'In a rust belt town, the oracle spoke of a shell and a spring.',
    'Excel in a role that makes sense of the outlook.',
    'See https://www.python.org or write to react@example.com',
  ])('finds no skill in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['Languages: C, C++, C#, Go, R, Rust', ['c', 'c-plus-plus', 'c-sharp', 'go', 'r', 'rust']],
    ['MS Word, Excel, Access, Outlook', ['ms-word', 'ms-excel', 'ms-access', 'ms-outlook']],
    ['Registered nurse with ACLS; charted in Epic and Cerner', ['nursing', 'acls', 'epic', 'cerner']],
    ['Closed the books, A/P and A/R, QuickBooks', ['accounts-payable', 'accounts-receivable', 'quickbooks']],
    ['MIG welding, blueprint reading, OSHA 10', ['mig-welding', 'blueprint-reading', 'osha-10']],
  ])('finds the skills of %j', (text, ids) => {
    expect(found(text)).toEqual(expect.arrayContaining(ids));
  });

  it.each([
    ['python', 'django'],
    ['react', 'vue-js'],
    ['aws', 'microsoft-azure'],
    ['quickbooks', 'sage'],
    ['epic', 'cerner'],
    ['spanish', 'portuguese'],
  ])('holds %s and %s related, both ways alike', (a, b) => {
    const { similarity } = taxonomy.similarity(a, b);

    expect(similarity).toBeGreaterThanOrEqual(0.4);
    expect(similarity).toBeLessThan(1);
    expect(taxonomy.similarity(b, a).similarity).toBe(similarity);
  });

  it.each([
    ['python', 'welding'],
    ['nursing', 'kubernetes'],
    ['spanish', 'accounting'],
  ])('holds %s and %s for strangers', (a, b) => {
    expect(taxonomy.similarity(a, b).similarity).toBe(0);
  });
});
