/** Every deploy-safety rule, in the order of docs/deploy-rules.md. */
import { alarms } from './alarms';
import { deliveryRules } from './deliveries';
import { keys } from './keys';
import type { Rule } from './rule';

/** Rules by topic; the number of a rule begins with that of its topic. */
export const topics: Readonly<Record<string, readonly Rule[]>> = {
  Alarms: alarms,
  'Topics, queues and who sends to them': deliveryRules,
  Keys: keys,
};

export const rules: readonly Rule[] = Object.values(topics).flat();
