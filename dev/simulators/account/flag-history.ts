/** What was deployed to one AppConfig environment, in order: one truth for those who deploy and those who read. */
import { createRequire } from 'node:module';
import type { Ajv, ErrorObject } from 'ajv';
import { flagsJsonSchema } from '../../../lambdas/domain/flags';

export type DeploymentState = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK' | 'REVERTED';

export interface SimFlagDeployment {
  number: number;
  version: number;
  strategy: string;
  state: DeploymentState;
  /** Why it was taken back. */
  reason?: string;
}

export interface SimFlags {
  /** By version number. */
  versions: Map<number, string>;
  /** Oldest first. */
  deployments: SimFlagDeployment[];
  /** Names of alarms that take a deployment back. */
  monitors: string[];
  /** Looks at a new deployment before it is complete; with 0 it is complete at once. */
  looksUntilComplete: number;
  /** What the profile's validator says of a document: the mistakes, none when it is valid. */
  refuses(document: string): string[];
}

/** @param first the document that is deployed at the start; undefined: none was ever deployed */
export function flagHistory(first: string | undefined): SimFlags {
  const flags: SimFlags = {
    versions: new Map(),
    deployments: [],
    monitors: [],
    looksUntilComplete: 1,
    refuses: mistakesIn,
  };
  if (first !== undefined) deployNow(flags, first);
  return flags;
}

/** What the functions get: that of the newest deployment that was not taken back. */
export function deployedFlags({ versions, deployments }: SimFlags): { number: number; document: string } | undefined {
  const last = deployments.findLast(({ state }) => state === 'COMPLETE');
  const document = last && versions.get(last.version);
  return last && document !== undefined ? { number: last.number, document } : undefined;
}

/** Gives a document to all at once, valid or not, as no operator can. */
export function deployNow(flags: SimFlags, document: string): void {
  const version = addVersion(flags, document);
  flags.deployments.push({ number: flags.deployments.length + 1, version, strategy: 'instant', state: 'COMPLETE' });
}

/** @returns its number */
export function addVersion({ versions }: SimFlags, document: string): number {
  const version = newestVersion(versions) + 1;
  versions.set(version, document);
  return version;
}

export function newestVersion(versions: ReadonlyMap<number, string>): number {
  return Math.max(0, ...versions.keys());
}

let validate: ReturnType<Ajv['compile']> | undefined;

/** By the schema that is deployed with the profile. */
function mistakesIn(document: string): string[] {
  validate ??= compiled();
  try {
    return validate(JSON.parse(document)) ? [] : (validate.errors ?? []).map(mistake);
  } catch {
    return ['#: is not JSON'];
  }
}

function compiled(): ReturnType<Ajv['compile']> {
  // With the first deployment: a laptop whose flags nobody changes need not load it.
  const { Ajv } = createRequire(__filename)('ajv') as typeof import('ajv');
  // It reads draft 6 and later. What the flags use of draft 4 means the same there.
  const { $schema: _, ...schema } = flagsJsonSchema() as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

function mistake({ instancePath, message, params }: ErrorObject): string {
  const name = (params as { additionalProperty?: string }).additionalProperty;
  return `#${instancePath}: ${message}${name === undefined ? '' : ` (${name})`}`;
}
