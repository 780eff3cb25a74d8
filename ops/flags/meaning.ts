/** What a document of flags does in a stage, in words: which arm serves whom, for each capability. */
import { type Arm, type Capability, capabilities, VECTOR_CAPABILITIES } from '../../lambdas/domain/arm';
import { type CurrentFlags, decided, type FlagsDocument, maintenanceAt } from '../../lambdas/domain/flags';
import type { Chains } from '../../lambdas/platform/default-chains';
import { availableArms } from '../../lambdas/platform/default-chains';
import type { StageSettings } from './stage-settings';

/** What is said of each capability. */
export type Meaning = ReadonlyMap<Capability, string>;

/** What holds for each capability at `now`. */
export function meaning(document: FlagsDocument, stage: StageSettings, now: number): Meaning {
  const flags = decided(document, stage.flags);
  return new Map(capabilities.map((name) => [name, capabilityMeaning(flags, chainsOf(stage, name), name, now)]));
}

/** The providers that a capability has in the stage. */
function chainsOf(stage: StageSettings, capability: Capability): StageSettings['text'] {
  return VECTOR_CAPABILITIES.has(capability) ? stage.embed : stage.text;
}

/** Capabilities of which the same is said stand on one line. */
export function inLines(said: Meaning): string[] {
  const together = new Map<string, Capability[]>();
  for (const [name, text] of said) together.set(text, [...(together.get(text) ?? []), name]);
  const width = Math.max(0, ...[...together.values()].map((names) => names.join(', ').length));
  return [...together].map(([text, names]) => `${names.join(', ').padEnd(width)}  ${text}`);
}

/** What changes for each capability; nothing is said of the others. */
export function changes(before: Meaning, after: Meaning): string[] {
  const changed = [...after].filter(([name, text]) => text !== before.get(name));
  return inLines(new Map(changed.map(([name, text]) => [name, `${before.get(name)}  →  ${text}`])));
}

/** What is to be known of a document besides. */
export function remarks(document: FlagsDocument, before: FlagsDocument, now: number): string[] {
  const { maintenance, shadow } = document;
  const said: string[] = [];
  if (maintenance !== undefined && Date.parse(maintenance.until) > now) {
    const minutes = Math.ceil((Date.parse(maintenance.until) - now) / 60_000);
    said.push(
      `For ${minutes} minutes no model is asked and none is paid for: answers come from the rules and the word table,`,
    );
    said.push(`marked degraded. It ends by itself at ${maintenance.until}.`);
  }
  if (shadow !== undefined && shadow.percentage > 0 && shadow.percentage !== before.shadow?.percentage) {
    said.push(
      `${shadow.percentage} % of requests are asked of the other arm too. Users do not wait for it; it costs as much again.`,
    );
  }
  return said;
}

function capabilityMeaning(
  flags: CurrentFlags,
  chains: Record<Arm, Chains>,
  capability: Capability,
  now: number,
): string {
  if (maintenanceAt(flags, now) !== undefined) return 'no model is asked';
  const kind = VECTOR_CAPABILITIES.has(capability) ? 'embed' : 'text';
  const fixed = kind === 'embed' ? flags.embedChain : flags.textChain;
  if (fixed !== undefined) return `all users: ${fixed.join(', ')}`;
  const available = availableArms({ chains, flags }, capability);
  const of = (arm: Arm) => chains[arm][kind].join(', ');
  const [only] = available;
  if (only === undefined) return `no arm: ${of('aws')}`;
  if (available.length === 1) return `${only} alone is set up: ${of(only)}`;
  if (flags.arm !== undefined) return `all users on ${flags.arm}: ${of(flags.arm)}`;
  const { percentage, capabilities: own, allow = [], deny = [] } = flags.rollout;
  const more = [allow.length > 0 && `${allow.length} always`, deny.length > 0 && `${deny.length} never`].filter(
    Boolean,
  );
  return `${own?.[capability] ?? percentage} % of users on aws${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}
