import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { cloudWatchTelemetry } from '../../../lambdas/platform/telemetry';
import { attemptMeter } from '../../../lambdas/providers/measure-attempt';

const clock = { now: () => Date.parse('2026-11-22T12:00:00Z') };
const call = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  requestId: 'r-1',
  operation: 'parseResume',
  owner: 'default/ada@example.com',
};
const usage = { ...NO_TOKENS, inputTokens: 2_000, outputTokens: 500, cacheWriteTokens: 100, cacheWriteHourTokens: 40 };

/** The line that reaches the log for one attempt that was broken off. */
function line(): Record<string, unknown> {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(...String(text).trimEnd().split('\n'));
    return true;
  });
  try {
    const telemetry = cloudWatchTelemetry({ stage: 'test', level: 'INFO', models: [] });
    const attempt = {
      provider: 'bedrock',
      model: 'us.anthropic.claude-haiku-5-5',
      outcome: 'timeout',
      latencyMs: 9_000,
    } as const;
    const facts = { call, number: 1, error: undefined, usage, estimated: true };
    attemptMeter(telemetry, clock)(attempt, facts);
  } finally {
    spy.mockRestore();
  }
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

/** The queries that docs/cost.md gives, and the fields that they ask for. */
const page = readFileSync(path.join(__dirname, '../../../docs/cost.md'), 'utf8');
const queries = [...page.matchAll(/```\n(filter .*?)```/gs)].map((match) => match[1] ?? '');
const KEYWORDS = /^(filter|ispresent|stats|sum|count|as|by|bin|sort|desc|usd|calls|unpriced|day|d|true)$/;
const fieldsOf = (query: string) => [...new Set(query.match(/[A-Za-z]+/g))].filter((word) => !KEYWORDS.test(word));

describe('the line of an attempt', () => {
  it('says all that is needed to compute its price again', () => {
    expect(line()).toMatchObject({
      modelId: 'us.anthropic.claude-haiku-5-5',
      scope: 'geo',
      ModelInputTokens: 2_100,
      ModelOutputTokens: 500,
      cacheReadTokens: '0',
      cacheWriteTokens: '100',
      cacheWriteHourTokens: '40',
      prices: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      // 2,000 in at 0.11, 60 written for minutes at 0.1375, 40 for an hour at 0.22, 500 out at 0.55 USD a million.
      costMicroUsd: '513',
      ModelCostUsd: 0.000513,
      estimated: 'true',
      outcome: 'timeout',
      attempt: '1',
      operation: 'parseResume',
      requestId: 'r-1',
      caller: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('names nobody', () => {
    expect(JSON.stringify(line())).not.toContain('ada');
  });

  it('has every field that the queries of docs/cost.md ask for', () => {
    expect(queries).toHaveLength(2);
    for (const query of queries) {
      expect(fieldsOf(query).length).toBeGreaterThan(1);
      expect(Object.keys(line())).toEqual(expect.arrayContaining(fieldsOf(query)));
    }
  });
});
