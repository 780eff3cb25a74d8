/** Telemetry for a terminal: failures as one line each, no metrics. */
import type { Telemetry } from '../lambdas/ports';

export const terminalTelemetry: Telemetry = {
  count() {},
  duration() {},
  event(level, message, fields = {}) {
    if (level === 'info') return;
    const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    console.error(`${level}: ${message} ${details.join(' ')}`);
  },
};
