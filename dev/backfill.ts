/** The laptop's backfill stack: the state machine that rebuilds vectors, found and started as in the cloud. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { handler as rebuildVectors } from '../lambdas/handlers/rebuild-vectors';
import type { SimAccount } from './simulators/account/account';

/** Its timeout in the cloud: `lib/functions.ts`. */
const FUNCTION_TIMEOUT_MS = 300_000;

/** @param end aborted when the laptop cloud stops: what is under way then is not done */
export function offerBackfill(account: SimAccount, region: string, end: AbortSignal): void {
  const arn = `arn:aws:states:${region}:${account.accountId}:stateMachine:RebuildVectors`;
  const stopped = new Promise<never>((_, reject) => {
    end.addEventListener('abort', () => reject(new Error('the laptop cloud is stopping')), { once: true });
  });
  stopped.catch(() => undefined);
  account.cloudFormation.in(region).stacks.set('TalentMatch-laptop-backfill', { outputs: { RebuildVectorsArn: arn } });
  account.stepFunctions.stateMachines.set(arn, {
    // With it comes the CDK, which a laptop that rebuilds nothing need not load.
    definition: async () => (await import('./state-machine/rebuild-machine')).rebuildMachine(),
    run: {
      invoke: (_name, input) => Promise.race([rebuildVectors(input, functionContext()), stopped]),
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal: end }),
      random: Math.random,
    },
  });
}

function functionContext(): Context {
  const end = Date.now() + FUNCTION_TIMEOUT_MS;
  return { awsRequestId: 'backfill', getRemainingTimeInMillis: () => end - Date.now() } as Context;
}
