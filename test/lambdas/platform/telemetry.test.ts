import { metrics } from '../../../lambdas/platform/metrics';
import { cloudWatchTelemetry } from '../../../lambdas/platform/telemetry';

/** What Powertools writes to standard output, line by line. */
function written(work: (telemetry: ReturnType<typeof cloudWatchTelemetry>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const spies = methods.map((name) =>
    jest.spyOn(console, name).mockImplementation((...args: unknown[]) => {
      lines.push(String(args[0]));
    }),
  );
  const before = { ...process.env };
  Object.assign(process.env, { POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' });
  try {
    work(cloudWatchTelemetry({ service: 'talent-match', level: 'INFO' }));
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before;
  }
  return lines.map((line) => JSON.parse(line));
}

describe('telemetry', () => {
  it('writes a metric of the registry with its unit and its dimensions', () => {
    const [line] = written((telemetry) => telemetry.duration('RequestDuration', 12, { operation: 'embed' }));

    expect(line).toMatchObject({ RequestDuration: 12, operation: 'embed' });
    expect(JSON.stringify(line)).toContain('"Milliseconds"');
  });

  it('writes no metric that the registry does not know, and says so', () => {
    const lines = written((telemetry) => telemetry.count('Invented', 1));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'ERROR', code: 'Invented' });
  });

  it('logs the allowed fields and drops every other', () => {
    const [line] = written((telemetry) =>
      telemetry.event('warn', 'request failed', { requestId: 'r-1', name: 'Maren Vogt', text: 'a resume' }),
    );

    expect(line).toMatchObject({ level: 'WARN', message: 'request failed', requestId: 'r-1' });
    expect(JSON.stringify(line)).not.toMatch(/Maren|a resume/);
  });

  it('knows every metric with a meaning', () => {
    for (const definition of Object.values(metrics)) expect(definition.meaning.length).toBeGreaterThan(10);
  });
});
