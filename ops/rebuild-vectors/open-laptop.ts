/** The laptop cloud as a stage: one that is running, or one that is started for a command and stopped after it. */
import type { AwsAccessOptions } from '../aws-access';
import { CannotGoOn, type Settings } from '../operation';

export interface OpenLaptop {
  access: AwsAccessOptions;
  region: string;
  /** It was started for the command: what runs in it goes no further. */
  endsWithCommand: boolean;
  close(): Promise<void>;
}

/** Keys that sign for the laptop's simulators and open nothing anywhere else. */
export const credentials = { accessKeyId: 'AKIADEMODEMODEMODEMO', secretAccessKey: 'demo' };
const region = 'us-east-1';

/**
 * @param given `url` of a running one; else `data`, the folder of its tables: without one it has the sample jobs
 * @throws CannotGoOn when nothing of ours answers at the address
 */
export async function openLaptop(given: Settings['given']): Promise<OpenLaptop> {
  const { url, data } = given;
  if (typeof url === 'string') {
    const access = { endpoint: await laptopAddress(url, 'account'), credentials };
    return { access, region, endsWithCommand: false, close: async () => undefined };
  }
  const { startLaptopCloud } = await import('../../dev/laptop-cloud');
  const cloud = await startLaptopCloud(typeof data === 'string' ? { dataDir: data } : { seed: true });
  return {
    access: { endpoint: cloud.simulators.endpoints.account, credentials },
    region,
    endsWithCommand: true,
    close: () => cloud.close(),
  };
}

/**
 * Where a part of a running laptop cloud listens.
 * @throws CannotGoOn when nothing of ours answers at the address
 */
export async function laptopAddress(url: string, part: 'account' | 'dynamodb'): Promise<string> {
  try {
    const answer = await fetch(new URL('/__sim/endpoints', url), { signal: AbortSignal.timeout(5_000) });
    const { endpoints } = (await answer.json()) as { endpoints?: Record<string, string> };
    const address = endpoints?.[part];
    if (address !== undefined) return address;
  } catch {
    // Said below.
  }
  throw new CannotGoOn(`no laptop cloud answers at ${url}. Start one with npm start.`);
}
