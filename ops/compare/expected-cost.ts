/** What a comparison will cost, before it is asked for: resumes of usual length, by the models that stages have by default. */
import type { ContenderName } from '../../lambdas/domain/compare';
import { costMicroUsd, PRICES_VERSION } from '../../lambdas/providers/pricing';
import { stageConfig } from '../../lib/stages';
import { resumeUsage } from '../cost/model-calls';

export interface ExpectedCost {
  /** Of all files. */
  usd: number;
  /** Of one resume by each side that asks a model. */
  sides: { name: ContenderName; model: string; usd: number }[];
}

export function expectedCost(files: number, arms: readonly ContenderName[]): ExpectedCost {
  const { textModel, openAiModel } = stageConfig({});
  const asking: Partial<Record<ContenderName, [model: string, vendor: 'bedrock' | 'openai']>> = {
    aws: [textModel, 'bedrock'],
    bedrock: [textModel, 'bedrock'],
    current: [openAiModel, 'openai'],
    openai: [openAiModel, 'openai'],
  };
  const sides = arms.flatMap((name) => {
    const [model, vendor] = asking[name] ?? [];
    if (model === undefined || vendor === undefined) return [];
    const microUsd = costMicroUsd(model, resumeUsage(model, vendor), Date.parse(PRICES_VERSION)) ?? 0;
    return [{ name, model, usd: microUsd / 1_000_000 }];
  });
  return { usd: files * sides.reduce((sum, { usd }) => sum + usd, 0), sides };
}

export function costLines({ usd, sides }: ExpectedCost): string[] {
  if (sides.length === 0) return ['No model is asked: it costs nothing.'];
  return [
    `About ${usd.toFixed(usd < 0.1 ? 4 : 2)} USD for resumes of usual length; long ones cost more:`,
    ...sides.map(({ name, model, usd: one }) => `  ${name.padEnd(9)} ${one.toFixed(5)} USD a resume with ${model}`),
    'Other models of your stage have other prices; the report has what it did cost.',
  ];
}
