/** What a deploy-safety rule is: a fault that a first deployment would hit, or that nobody would notice after it. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';

export interface Fault {
  /** Place in the template that has to change. */
  readonly at: Place;
  /** What is wrong there, with the value. */
  readonly said: string;
}

export interface Rule {
  readonly id: `OPS-${number}`;
  /** What the rule refuses, in a few words. */
  readonly title: string;
  /** What would happen: the service's error, or the silence. */
  readonly why: string;
  readonly fix: string;
  /** Where the limit or the behaviour is written. */
  readonly source: string;
  check(cloud: Cloud): Iterable<Fault>;
}

export interface Finding extends Fault {
  readonly rule: Rule;
}

export function fault(at: Place, said: string): Fault {
  return { at, said };
}

/** The check of a rule that looks at resources one by one. */
export function each(
  types: string | readonly string[],
  look: (resource: Resource, cloud: Cloud) => Iterable<Fault | undefined>,
): (cloud: Cloud) => Iterable<Fault> {
  return function* check(cloud) {
    for (const resource of cloud.all(...[types].flat())) {
      for (const found of look(resource, cloud)) if (found !== undefined) yield found;
    }
  };
}

export function findings(rules: readonly Rule[], cloud: Cloud): Finding[] {
  return rules.flatMap((rule) => [...rule.check(cloud)].map((found) => ({ rule, ...found })));
}
