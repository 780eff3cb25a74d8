/** Runs the checks side by side, each with a limit of its own; what cannot be checked is said, and stops nothing. */
import type { AwsAccess } from '../aws-access';
import { type Check, type Deployment, type Finding, unknown } from './check';

export interface CheckResult extends Finding {
  check: string;
}

/** In the order of the checks. @param timeoutMs longest for one check */
export async function runChecks(
  checks: readonly Check[],
  deployment: Deployment,
  aws: AwsAccess,
  timeoutMs: number,
): Promise<CheckResult[]> {
  const all = await Promise.all(
    checks.map(async (check) => {
      const findings = await outcome(check, deployment, aws, timeoutMs);
      return findings.map((finding) => ({ check: check.name, ...finding }));
    }),
  );
  return all.flat();
}

async function outcome(check: Check, deployment: Deployment, aws: AwsAccess, timeoutMs: number): Promise<Finding[]> {
  const needless = check.needless?.(deployment.config);
  if (needless !== undefined) return [{ verdict: 'not needed', says: needless }];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([unknown(`no answer within ${timeoutMs / 1_000} s`)]), timeoutMs);
  });
  try {
    return await Promise.race([check.run(deployment, aws), late]);
  } catch (error) {
    return [unchecked(error as Error, check, deployment)];
  } finally {
    clearTimeout(timer);
  }
}

const DENIED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError)/;

/** What the caller lacks, in the words of IAM; for anything else, what the service said. */
function unchecked(error: Error, check: Check, deployment: Deployment): Finding {
  const action = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(error.message)?.[1];
  if (action !== undefined) return unknown(`needs ${action}`);
  if (DENIED.test(error.name)) {
    const actions = check.permissions(deployment).flatMap((permission) => permission.actions);
    return unknown(`needs ${actions.join(', ')}`);
  }
  if (/timeout|timed out|aborted/i.test(`${error.name} ${error.message}`)) return unknown('no answer in time');
  // Node's code of a broken connection; the SDK and fetch each wrap it in their own way.
  const code = /\bE[A-Z]{5,}\b/.exec(`${error.message} ${String(error.cause)}`)?.[0];
  if (code !== undefined) return unknown(`cannot be reached (${code})`);
  return unknown(`${error.name}: ${error.message.split('\n')[0]}`);
}
