import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { capabilitiesOf } from '../../../lambdas/providers/capabilities';
import { costMicroUsd } from '../../../lambdas/providers/pricing';
import { stageConfig } from '../../../lib/stages';

const page = readFileSync(path.join(__dirname, '../../../docs/models.md'), 'utf8');
const TODAY = Date.parse('2026-11-22T12:00:00Z');

/** Rows of the tables that have prices, by model. */
const rows = new Map(
  page.split('\n').flatMap((line): [string, string[]][] => {
    const [, first = '', ...cells] = line.split('|').map((cell) => cell.trim());
    const model = /^`([a-z0-9.:-]+)`$/.exec(first)?.[1];
    return model !== undefined && /^[\d.]+$/.test(cells[0] ?? '') ? [[model, cells]] : [];
  }),
);

/** USD of a tenth of a million tokens, below any price for long prompts, times ten: the price per million. */
function perMillion(model: string, usage: Partial<typeof NO_TOKENS>): number {
  const id = /^(anthropic|amazon\.nova)/.test(model) ? `global.${model}` : model;
  return (costMicroUsd(id, { ...NO_TOKENS, ...usage }, TODAY) ?? Number.NaN) / 100_000;
}

describe('docs/models.md', () => {
  it('lists prices of twenty models', () => {
    expect(rows.size).toBe(20);
  });

  it.each([...rows])('says what %s costs', (model, [input, output, cached]) => {
    const tokens = 100_000;
    expect(perMillion(model, { inputTokens: tokens })).toBeCloseTo(Number(input), 4);
    if (output) expect(perMillion(model, { outputTokens: tokens })).toBeCloseTo(Number(output), 4);
    if (Number(cached) > 0) expect(perMillion(model, { cacheReadTokens: tokens })).toBeCloseTo(Number(cached), 4);
  });

  it.each([...rows].filter(([, cells]) => cells.length > 6))('says how %s is asked', (model, cells) => {
    const { answer, temperature, maxOutputTokens } = capabilitiesOf(model);
    const said = [answer, temperature ? 'yes' : 'no', maxOutputTokens.toLocaleString('en-US')];
    expect(cells.slice(3, 6)).toEqual(said);
  });

  it('names the models of the stages', () => {
    for (const stage of ['dev', 'prod']) {
      const { textModel, openAiModel } = stageConfig({ stage, region: 'us-east-1', alarmEmail: 'oncall@example.com' });
      expect(page).toContain(`\`${textModel}\``);
      expect(page).toContain(`\`${openAiModel}\``);
    }
  });
});
