/** Says of a table that a restore test has made whether the service could go on with it. */
import type { FinishedRestoreTest } from '../domain/restore-test';
import type { RestoredContents, RestoredTables, RestoreVerdicts, Telemetry } from '../ports';

export interface Verdict {
  successful: boolean;
  message: string;
}

/**
 * Looks into the table and files the verdict. It can be filed only once: what keeps the look from being taken is thrown,
 * for the event to be delivered again, and nothing is filed.
 */
export async function validateRestore(
  ports: { tables: RestoredTables; verdicts: RestoreVerdicts; telemetry: Telemetry },
  test: FinishedRestoreTest,
): Promise<Verdict> {
  const contents = await ports.tables.look(test.createdResourceArn);
  const source = test.sourceResourceArn;
  // Only an empty table needs the comparison: the source has changed since its backup.
  const expected = contents.items > 0 || source === undefined ? undefined : await ports.tables.itemsLastCounted(source);
  const verdict = verdictOn(contents, expected);
  await ports.verdicts.put(test.restoreJobId, verdict);
  ports.telemetry.count('RestoreTestsFailed', verdict.successful ? 0 : 1);
  if (!verdict.successful) ports.telemetry.event('error', 'a restored table is not right', { reason: verdict.message });
  return verdict;
}

/** @param expected items of the source, where the restored table is empty and the source is known */
function verdictOn({ items, isWhole, readable, unreadable }: RestoredContents, expected: number | undefined): Verdict {
  const count = `${items} items${isWhole ? '' : ' or more'}`;
  if (unreadable > 0) {
    return {
      successful: false,
      message: `${count}; ${unreadable} of ${readable + unreadable} records cannot be read.`,
    };
  }
  if (items > 0) return { successful: true, message: `${count}; ${readable} records were read.` };
  return expected === 0
    ? { successful: true, message: 'Empty, as the table it was made of.' }
    : {
        successful: false,
        message: `Empty; the table it was made of has ${expected ?? 'an unknown number of'} items.`,
      };
}
