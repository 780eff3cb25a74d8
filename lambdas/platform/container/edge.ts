/** What the door of every handler needs. */
import type { Edge } from '../../http/endpoint';
import { stores } from '../adapters/stores';
import { platform } from '../platform';

export function edge(): Edge {
  const at = platform();
  const { config, clock, telemetry } = at;
  return {
    clock,
    telemetry,
    idempotency: async () => (await stores(at)).idempotency,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    checkResponses: config.checkResponses,
    corsOrigins: config.CORS_ORIGINS ?? [],
  };
}
