/** Every deploy-safety rule, in the order of docs/deploy-rules.md. */
import { alarms } from './alarms';
import type { Rule } from './rule';

/** Rules by topic; the number of a rule begins with that of its topic. */
export const topics: Readonly<Record<string, readonly Rule[]>> = {
  Alarms: alarms,
};

export const rules: readonly Rule[] = Object.values(topics).flat();
