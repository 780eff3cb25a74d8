/** Judging a restore test, with its ports. */
import { finishedRestoreTestSchema } from '../../domain/restore-test';
import * as service from '../../services/validate-restore';
import { restoreTests } from '../adapters/restore-tests';
import { platform } from '../platform';

/** Undefined for an event that tells of no finished restore test of a table. */
export async function validateRestore(event: unknown): Promise<service.Verdict | undefined> {
  const finished = finishedRestoreTestSchema.safeParse(event);
  if (!finished.success) return undefined;
  const at = platform();
  return service.validateRestore({ ...(await restoreTests(at)), telemetry: at.telemetry }, finished.data.detail);
}
