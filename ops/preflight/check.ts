/** One check of the account: when it is needed, what it may ask, and what it finds. */
import type { StageConfig } from '../../lib/stage-config';
import type { AwsAccess } from '../aws-access';

/** `problem`: the deployment would fail, or come up without what the configuration asks for. `unknown`: not checked. */
export type Verdict = 'ok' | 'warning' | 'problem' | 'unknown' | 'not needed';

export interface Finding {
  verdict: Verdict;
  /** One or two plain sentences. */
  says: string;
  /** A command, a console page or a setting that mends it. */
  mend?: string;
}

export interface Deployment {
  config: StageConfig;
  /** Where it goes: 12 digits. */
  account: string;
}

/** Actions that a check uses, with the resources they are used on; default `*`, for actions that know no resources. */
export interface Permission {
  actions: readonly string[];
  resources?: readonly string[];
}

export interface Check {
  /** Its column in the report. */
  name: string;
  /** Why the configuration makes it needless; undefined: it is needed. */
  needless?(config: StageConfig): string | undefined;
  permissions(deployment: Deployment): readonly Permission[];
  /** Read-only. What it throws is reported as not checked. */
  run(deployment: Deployment, aws: AwsAccess): Promise<Finding[]>;
}

export const ok = (says: string): Finding => ({ verdict: 'ok', says });
export const warning = (says: string, mend?: string): Finding => ({
  verdict: 'warning',
  says,
  ...(mend !== undefined && { mend }),
});
export const problem = (says: string, mend: string): Finding => ({ verdict: 'problem', says, mend });
export const unknown = (says: string, mend?: string): Finding => ({
  verdict: 'unknown',
  says,
  ...(mend !== undefined && { mend }),
});
