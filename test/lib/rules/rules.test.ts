/** Each rule refuses its fault, and only that, and lets the right form pass. */
import { findings } from '../../../lib/rules/rule';
import { rules } from '../../../lib/rules/rules';
import { fixtures } from './fixtures/all';
import { changed, cloudOf } from './fixtures/fixture';

const ids = rules.map(({ id }) => id);

describe('deploy-safety rules', () => {
  it.each(fixtures.map((fixture) => [fixture.rule, JSON.stringify(fixture.change).slice(0, 90), fixture] as const))(
    '%s refuses %s',
    (rule, _, { green, change, at, property }) => {
      const found = findings(rules, cloudOf(changed(green, change)));
      const [stack, id] = at.includes('/') ? at.split('/') : ['main', at];
      expect(
        found.map((one) => [one.rule.id, `${one.at.resource.stack.name}/${one.at.resource.id}`, one.at.path]),
      ).toEqual([[rule, `${stack}/${id}`, property]]);
      expect(found[0]?.said).not.toMatch(/undefined|NaN|\[object/);
    },
  );

  it.each(fixtures.map((fixture) => [fixture.rule, fixture] as const))(
    '%s lets the right form pass',
    (_, { green }) => {
      expect(findings(rules, cloudOf(green)).map(({ rule, at, said }) => [rule.id, at.path, said])).toEqual([]);
    },
  );

  it('does not fall over whatever a property holds', () => {
    for (const green of new Set(fixtures.map((fixture) => fixture.green))) {
      for (const { stack, id, properties } of cloudOf(green).resources) {
        for (const odd of [{ 'Fn::If': ['IsProd', 1, 2] }, null]) {
          const change = properties.fields.map(([key]) => [`${stack.name}:${id}.Properties.${key}`, odd]);
          expect(() => findings(rules, cloudOf(changed(green, Object.fromEntries(change))))).not.toThrow();
        }
      }
    }
  });

  it('has a fixture for each rule', () => {
    expect(ids.filter((id) => !fixtures.some(({ rule }) => rule === id))).toEqual([]);
  });

  it('gives each rule its own number, with why and how to mend it', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { title, why, fix, source } of rules) {
      for (const text of [title, why, fix, source]) expect(text.length).toBeGreaterThan(10);
      expect(why).toMatch(/[.]$/);
      expect(fix).toMatch(/[.]$/);
    }
  });
});
