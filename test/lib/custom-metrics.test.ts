import { capabilities } from '../../lambdas/domain/arm';
import { availableArms, defaultChains } from '../../lambdas/platform/default-chains';
import { customMetrics, usedSecrets } from '../../lib/custom-metrics';
import { modelTiers } from '../../lib/model-tiers';
import { armsOf } from '../../lib/stage-arms';
import { stageConfig } from '../../lib/stages';

const where = { account: '111111111111', region: 'eu-west-1' };
const dev = stageConfig(where);
const vendors = stageConfig({ ...where, openAi: 'create', huggingFace: 'create', sageMaker: 'serverless' });

const named = (name: string, config = dev) => customMetrics(config).filter((metric) => metric.name === name);

describe('modelTiers', () => {
  it('lists models in the order in which a stage asks them, the local ones last', () => {
    expect(modelTiers(vendors).map(({ capability, provider }) => `${capability} ${provider}`)).toEqual([
      'text bedrock',
      'text openai',
      'text rules',
      'vectors bedrock',
      'vectors sagemaker',
      'vectors openai',
      'vectors huggingface',
      'vectors embedded',
    ]);
  });

  it('has none but the local ones where no provider is asked', () => {
    const local = stageConfig({ ...where, openAi: 'create', aiProvider: 'local' });

    expect(modelTiers(local).every(({ isLocal }) => isLocal)).toBe(true);
  });

  it('knows which models have a price for each call', () => {
    const paid = modelTiers(vendors).filter(({ paidByToken }) => paidByToken);

    expect(new Set(paid.map(({ provider }) => provider))).toEqual(new Set(['bedrock', 'openai']));
  });
});

describe('customMetrics', () => {
  it('carry service and stage, so that two stages of an account do not mix', () => {
    for (const { dimensions } of customMetrics(dev)) {
      expect(dimensions).toMatchObject({ service: 'talent-match', stage: 'dev' });
    }
  });

  it('are one for each route, and for what is no route', () => {
    const operations = named('RequestDuration').map(({ dimensions }) => dimensions.operation);

    expect(operations).toEqual(expect.arrayContaining(['parseResume', 'matchJobs', 'health', 'none']));
    expect(named('AnswersDegraded').map(({ dimensions }) => dimensions.operation)).toEqual(
      expect.arrayContaining(['parseResume', 'embed', 'matchJobs']),
    );
    expect(named('AnswersDegraded').map(({ dimensions }) => dimensions.operation)).not.toContain('getResume');
  });

  it('count tokens and money only of models that are paid by the token', () => {
    expect(named('ModelCostUsd', vendors)).toHaveLength(4);
    expect(named('ProviderErrors', vendors)).toHaveLength(8);
  });

  it('tell the age of those keys that the stage holds', () => {
    expect(usedSecrets(dev)).toEqual([]);
    expect(named('SecretAgeDays', vendors).map(({ dimensions }) => dimensions.secret)).toEqual([
      'openai',
      'huggingface',
    ]);
  });

  it('compare two arms only where there are two', () => {
    const sides = (name: string, config: typeof dev) =>
      named(name, config).map(({ dimensions }) => `${dimensions.capability} ${dimensions.arm}`);

    expect(sides('ArmDuration', dev)).toEqual(capabilities.map((capability) => `${capability} aws`));
    expect(sides('ShadowDuration', dev)).toEqual([]);
    expect(named('ShadowAgreement', dev)).toEqual([]);
    expect(sides('ShadowDuration', vendors)).toHaveLength(2 * capabilities.length);
    expect(sides('AnswerRating', vendors)).toContain('parse current');
    expect(sides('AnswerRating', vendors)).not.toContain('embed aws');
  });

  it('have an arm wherever the functions find one', () => {
    for (const [config, settings] of [
      [dev, {}],
      [vendors, { OPENAI_SECRET_ID: 'o', HUGGINGFACE_SECRET_ID: 'h', SAGEMAKER_ENDPOINT_NAME: 's' }],
      [stageConfig({ ...where, huggingFace: 'create' }), { HUGGINGFACE_SECRET_ID: 'h' }],
      [stageConfig({ ...where, aiProvider: 'local' }), { AI_PROVIDER: 'local' }],
    ] as const) {
      for (const capability of capabilities) {
        const found = availableArms({ chains: defaultChains(settings), flags: {} }, capability);
        expect({ capability, arms: armsOf(config, capability) }).toEqual({ capability, arms: found });
      }
    }
  });

  it('are each there once', () => {
    const keys = customMetrics(vendors).map((metric) => JSON.stringify(metric));

    expect(new Set(keys).size).toBe(keys.length);
  });
});
