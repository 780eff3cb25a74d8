/** Telemetry for a terminal: failures as one line each, no metrics, and nothing once the end has begun. */
import type { Telemetry } from '../lambdas/ports';

export function terminalTelemetry(end?: AbortSignal): Telemetry {
  return {
    count() {},
    measure() {},
    event(level, message, fields = {}) {
      if (level === 'info' || end?.aborted) return;
      const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      console.error(`${level}: ${message} ${details.join(' ')}`);
    },
  };
}
