/** What one resource uses in a month, as amounts of meters of the price list. */
import type { StageConfig } from '../../lib/stages';
import type { Resource, SynthesisedStack } from '../synthesise';
import type { Meter } from './prices';
import type { Traffic } from './traffic';

export interface Quantity {
  meter: Meter;
  amount: number;
  /** Billed although nobody asks anything. */
  idle: boolean;
}

/** What a resource is priced from. */
export interface Circumstances {
  /** Construct path, such as `TalentMatch-dev-service/embed/Function/Resource`. */
  path: string;
  properties: Readonly<Record<string, unknown>>;
  stack: SynthesisedStack;
  stacks: readonly SynthesisedStack[];
  config: StageConfig;
  month: Traffic;
}

/** All that a month of one resource of a type uses. */
export type Meters = (about: Circumstances) => readonly Quantity[];

export const idle = (meter: Meter, amount = 1): Quantity => ({ meter, amount, idle: true });
export const used = (meter: Meter, amount: number): Quantity => ({ meter, amount, idle: false });

/** Days with a run in a month, and months in one. */
export const DAYS_PER_MONTH = 365 / 12;

/** The resources of a type in one stack, or in all. */
export function resourcesOf(stacks: readonly SynthesisedStack[], type: string): Resource[] {
  return stacks.flatMap(({ resources }) => Object.values(resources).filter(({ Type }) => Type === type));
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
