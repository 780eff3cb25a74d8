/** How far two answers to one request agree, field by field. */
import type { Capability } from './arm';

/** The fields that are compared, by what was asked; a closed set, as each is a metric of its own. Vectors of two spaces never compare. */
export const agreementFields = {
  parse: ['name', 'email', 'phone', 'location', 'skills', 'employers', 'titles', 'dates', 'institutions', 'degrees'],
  embed: [],
  match: ['best', 'top10'],
  expand: ['titles', 'skills'],
  explain: ['strengths', 'gaps'],
} as const satisfies Record<Capability, readonly string[]>;

/** The mean of the fields of one request. */
export const ALL_FIELDS = 'all';
