import { Console } from 'node:console';
import { metrics } from '../../../lambdas/platform/metrics';
import { cloudWatchTelemetry } from '../../../lambdas/platform/telemetry';
import type { Telemetry } from '../../../lambdas/ports';

const options = { stage: 'test', level: 'INFO', models: ['us.model-of-the-settings'] } as const;

/** The lines that reach standard output and standard error. */
function written(work: (telemetry: Telemetry) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const take = (text: unknown) => {
    lines.push(...String(text).trimEnd().split('\n'));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(take));
  try {
    work(cloudWatchTelemetry(options));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.map((line) => JSON.parse(line));
}

describe('telemetry', () => {
  it('writes a metric of the registry with its unit, the service, the stage and its own dimensions', () => {
    const [line] = written((telemetry) => telemetry.measure({ RequestDuration: 12 }, { operation: 'embed' }));

    expect(line).toMatchObject({ RequestDuration: 12, service: 'talent-match', stage: 'test', operation: 'embed' });
    expect(line?._aws).toMatchObject({
      CloudWatchMetrics: [
        {
          Namespace: 'TalentMatch',
          Dimensions: [['service', 'stage', 'operation']],
          Metrics: [{ Name: 'RequestDuration', Unit: 'Milliseconds' }],
        },
      ],
    });
  });

  it('writes numbers with the same dimensions on one line and others on a line of their own', () => {
    const lines = written((telemetry) =>
      telemetry.measure({ AnswersDegraded: 1, AnswersOnAws: 0, MatchResults: 7 }, { operation: 'matchJobs' }),
    );

    expect(lines).toEqual([
      expect.objectContaining({ AnswersDegraded: 1, AnswersOnAws: 0, operation: 'matchJobs' }),
      expect.objectContaining({ MatchResults: 7 }),
    ]);
    expect(JSON.stringify(lines[1]?._aws)).toContain('[["service","stage"]]');
  });

  it('leaves nothing of one measurement in the next', () => {
    const lines = written((telemetry) => {
      telemetry.measure({ ServerErrors: 1 }, { operation: 'embed' }, { requestId: 'r-1' });
      telemetry.count('JobsEmbedded', 3);
    });

    expect(lines[1]).not.toHaveProperty('operation');
    expect(lines[1]).not.toHaveProperty('requestId');
    expect(lines[1]).not.toHaveProperty('ServerErrors');
  });

  it('writes fields beside the numbers, which are no dimensions and may be searched for', () => {
    const [line] = written((telemetry) =>
      telemetry.measure({ Problems: 1 }, { code: 'INTERNAL' }, { requestId: 'r-1', text: 'a resume' }),
    );

    expect(line).toMatchObject({ requestId: 'r-1' });
    expect(JSON.stringify(line?._aws)).not.toContain('requestId');
    expect(JSON.stringify(line)).not.toContain('a resume');
  });

  it('counts a model that the deployment does not name as other', () => {
    const lines = written((telemetry) => {
      telemetry.measure({ ProviderErrors: 0 }, { provider: 'bedrock', model: 'us.model-of-the-settings' });
      telemetry.measure({ ProviderErrors: 0 }, { provider: 'bedrock', model: 'made-up-by-somebody' });
    });

    expect(lines.map((line) => line.model)).toEqual(['us.model-of-the-settings', 'other']);
  });

  it('writes past the console, which under the JSON format of Lambda would wrap the line', () => {
    const before = global.console;
    const wrapping = new Console(process.stdout, process.stderr);
    wrapping.log = wrapping.info = (...args: unknown[]) => {
      process.stdout.write(`${JSON.stringify({ level: 'INFO', message: args.join(' ') })}\n`);
    };
    global.console = wrapping;
    try {
      const [line] = written((telemetry) => telemetry.count('JobsEmbedded', 3));

      expect(line).toMatchObject({ JobsEmbedded: 3, _aws: { CloudWatchMetrics: expect.any(Array) } });
      expect(line).not.toHaveProperty('message');
    } finally {
      global.console = before;
    }
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

    expect(line).toMatchObject({ level: 'WARN', message: 'request failed', requestId: 'r-1', stage: 'test' });
    expect(JSON.stringify(line)).not.toMatch(/Maren|a resume/);
  });

  it('knows every metric with a meaning', () => {
    for (const definition of Object.values(metrics)) expect(definition.meaning.length).toBeGreaterThan(10);
  });
});
