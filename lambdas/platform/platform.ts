/** What everything in a process is made from: its configuration, its clock and its telemetry. */
import type { Clock, Telemetry } from '../ports';
import { type Config, type Endpoints, readConfig } from './config';
import { cloudWatchTelemetry } from './telemetry';

export interface Platform {
  config: Config;
  clock: Clock;
  telemetry: Telemetry;
}

/** @param telemetry default: logs and metrics for CloudWatch */
export function createPlatform(config: Config, telemetry: Telemetry = cloudWatchOf(config)): Platform {
  return { config, clock: { now: () => Date.now() }, telemetry };
}

let current: Platform | undefined;

/** Makes the handlers of this process use `platform`; `undefined` makes the next request read the environment. */
export function usePlatform(platform: Platform | undefined): void {
  current = platform;
}

/** The platform of this process. A request asks once, so that all of it meets the same. */
export function platform(): Platform {
  current ??= createPlatform(readConfig());
  return current;
}

/** An adapter that is made when it is first asked for, once for a platform. */
export function perPlatform<T>(make: (platform: Platform) => T): (platform: Platform) => T {
  const made = new WeakMap<Platform, { value: T }>();
  return (at) => {
    const kept = made.get(at) ?? { value: make(at) };
    made.set(at, kept);
    return kept.value;
  };
}

/** Region of a client of AWS, and its endpoint and credentials where they are not those of the account. */
export function awsOptions({ config }: Platform, service: keyof Endpoints) {
  const endpoint = config.endpoints[service];
  return {
    region: config.AWS_REGION,
    ...(endpoint !== undefined && { endpoint }),
    ...(config.credentials && { credentials: config.credentials }),
  };
}

function cloudWatchOf(config: Config): Telemetry {
  const models = [
    config.BEDROCK_MODEL_ID,
    config.SAGEMAKER_MODEL,
    config.OPENAI_MODEL_ID,
    config.OPENAI_EMBED_MODEL_ID,
    config.HUGGINGFACE_MODEL_ID,
  ];
  return cloudWatchTelemetry({ stage: config.STAGE, level: config.LOG_LEVEL, models });
}
