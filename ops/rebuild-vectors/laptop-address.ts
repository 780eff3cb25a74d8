/** Where a running laptop cloud keeps its simulated AWS account. */
import { CannotGoOn } from '../operation';

/** Keys that sign for the laptop's simulators and open nothing anywhere else. */
const credentials = { accessKeyId: 'AKIADEMODEMODEMODEMO', secretAccessKey: 'demo' };

/** @throws CannotGoOn when nothing of ours answers there */
export async function laptopAddress(url: string) {
  try {
    const answer = await fetch(new URL('/__sim/endpoints', url), { signal: AbortSignal.timeout(5_000) });
    const { endpoints } = (await answer.json()) as { endpoints?: { account?: string } };
    if (endpoints?.account !== undefined) return { endpoint: endpoints.account, credentials, region: 'us-east-1' };
  } catch {
    // Said below.
  }
  throw new CannotGoOn(`no laptop cloud answers at ${url}. Start one with npm start.`);
}
