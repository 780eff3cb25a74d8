/** What the door of every handler needs. */
import { crowd } from '../../http/crowd';
import type { Edge } from '../../http/endpoint';
import { assigned } from '../adapters/current-flags';
import { answerStore, stores } from '../adapters/stores';
import { perPlatform, platform } from '../platform';

const everybody = perPlatform(({ config }) => crowd(config.MAX_CONCURRENT_REQUESTS));

export function edge(): Edge {
  const at = platform();
  const { config, clock, telemetry } = at;
  return {
    clock,
    telemetry,
    idempotency: async () => (await stores(at)).idempotency,
    crowd: everybody(at),
    ...(config.CALLER_DAILY_REQUESTS !== undefined && {
      quota: { limit: config.CALLER_DAILY_REQUESTS, store: async () => (await stores(at)).callerQuota },
    }),
    assign: (ask) => assigned(at, ask),
    answers: () => answerStore(at),
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    checkResponses: config.checkResponses,
    corsOrigins: config.CORS_ORIGINS ?? [],
  };
}
