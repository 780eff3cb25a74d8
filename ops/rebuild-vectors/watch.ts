/** Follows an execution of the state machine to its end, and says what it did. */
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type MapRunItemCounts,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { CannotGoOn, type Surroundings } from '../operation';

const LOOK_EVERY_MS = 5_000;

const outputSchema = z.array(
  z.object({ scanned: z.number(), embedded: z.number(), skipped: z.number(), failed: z.number() }),
);

export interface RebuildTotals {
  scanned: number;
  embedded: number;
  skipped: number;
  failed: number;
}

/**
 * Says how many parts are done whenever that changes.
 * @throws CannotGoOn when the execution failed, with why and how to go on
 */
export async function watch(client: SFNClient, executionArn: string, around: Surroundings): Promise<RebuildTotals> {
  let said = '';
  for (;;) {
    // First the state, then the counts: so the last counts are those of the end.
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    const line = progressLine(await countsOf(client, executionArn));
    if (line !== undefined && line !== said) around.say(line);
    said = line ?? said;
    if (execution.status === 'SUCCEEDED') return totals(execution.output);
    if (execution.status !== 'RUNNING') {
      const why = [execution.error, execution.cause].filter(Boolean).join(': ') || 'no reason given';
      throw new CannotGoOn(
        `the rebuild ended as ${execution.status}: ${why}\nWhat was done stays done. Start it again, or let each part go on where it stood:\n  aws stepfunctions redrive-execution --execution-arn ${executionArn}`,
      );
    }
    await around.wait(LOOK_EVERY_MS);
  }
}

/** Undefined until the map has begun. */
async function countsOf(client: SFNClient, executionArn: string): Promise<MapRunItemCounts | undefined> {
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns?.[0]?.mapRunArn;
  if (mapRunArn === undefined) return undefined;
  return (await client.send(new DescribeMapRunCommand({ mapRunArn }))).itemCounts;
}

function progressLine(counts: MapRunItemCounts | undefined): string | undefined {
  if (counts === undefined) return undefined;
  const failed = (counts.failed ?? 0) + (counts.timedOut ?? 0) + (counts.aborted ?? 0);
  return `${counts.succeeded} of ${counts.total} parts done, ${counts.running} running${failed > 0 ? `, ${failed} failed` : ''}`;
}

function totals(output: string | undefined): RebuildTotals {
  const parts = outputSchema.parse(JSON.parse(output ?? '[]'));
  const sum = (name: keyof RebuildTotals) => parts.reduce((all, part) => all + part[name], 0);
  return { scanned: sum('scanned'), embedded: sum('embedded'), skipped: sum('skipped'), failed: sum('failed') };
}
