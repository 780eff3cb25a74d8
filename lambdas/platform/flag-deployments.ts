/** Changes of the flags by a function: careful ones that alarms take back, and one for emergencies that they do not. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlagDeployments, FlagsSeen } from '../ports';
import type { flagAlarms } from './flag-alarms';
import { type FlagStore, FlagsConflict } from './flag-store';

/** An instant deployment takes a few seconds; ten times that is a fault. */
const LOOKS = 40;
const EVERY_MS = 1_000;

/** @param strategies ids · `wait`: between two looks at a deployment */
export function flagDeployments(
  { store, alarms }: { store: FlagStore; alarms: ReturnType<typeof flagAlarms> },
  strategies: { rollout: string; instant: string },
  wait: (ms: number) => Promise<void> = (ms) => sleep(ms),
): FlagDeployments {
  return {
    async read() {
      const { document, latestVersion, underWay, newest } = await store.deployed();
      const other = newest === undefined || newest.state === 'complete' ? {} : await store.document(newest.version);
      return {
        document,
        underWay: newest?.state === 'underWay' ? other : undefined,
        takenBack:
          newest?.state === 'takenBack' && other !== undefined
            ? { document: other, reason: (await store.state(newest.deployment)).reason ?? 'AppConfig gives no reason' }
            : undefined,
        lock: { latestVersion, underWay },
      };
    },

    begin: (document, why, seen) => unlessQuicker(() => store.deploy(document, why, strategies.rollout, seen.lock)),

    replace: (document, why, seen) =>
      unlessQuicker(async () => {
        await stop(seen);
        await alarms.whileSilent(await alarms.red(), async () => {
          const { deployment } = await store.deploy(document, why, strategies.instant, seen.lock);
          const state = await until(async () => {
            const found = await store.state(deployment);
            return found.state === 'underWay' ? undefined : found;
          });
          if (state?.state !== 'complete') {
            throw new Error(`flags were not given to all: ${state?.reason ?? 'the deployment does not end'}`);
          }
        });
      }),
  };

  async function stop({ lock: { underWay } }: FlagsSeen): Promise<void> {
    if (underWay === undefined) return;
    await store.stop(underWay);
    // It goes back for a while, in which no other deployment may begin.
    await until(async () => ((await store.deployed()).underWay === underWay ? undefined : true));
  }

  async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const found = await look();
      if (found !== undefined) return found;
      await wait(EVERY_MS);
    }
    return undefined;
  }
}

async function unlessQuicker(change: () => Promise<unknown>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (error instanceof FlagsConflict) return false;
    throw error;
  }
}
