import { stageConfigSchema } from '../../lib/stage-config';
import { stageConfig } from '../../lib/stages';

const prod = { stage: 'prod', alarmEmail: 'oncall@example.com' };

function faultOf(context: Record<string, unknown>, defaults?: { account?: string; region?: string }): string {
  try {
    stageConfig(context, defaults);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('stageConfig', () => {
  it('is the dev stage in us-east-1 when nothing is said', () => {
    expect(stageConfig({})).toMatchObject({ stage: 'dev', region: 'us-east-1' });
  });

  it('asks for nothing in dev that an empty account does not have or that costs while idle', () => {
    expect(stageConfig({})).toMatchObject({
      waf: false,
      customerKeys: false,
      provisionedConcurrency: 0,
      sageMaker: 'none',
      anomalyMonitor: false,
      audit: false,
      backups: false,
      openAi: 'none',
    });
  });

  it('takes account and region of the credentials, and the context before them', () => {
    const credentials = { account: '111111111111', region: 'eu-west-1' };

    expect(stageConfig({}, credentials)).toMatchObject(credentials);
    expect(stageConfig({ region: 'eu-central-1' }, credentials).region).toBe('eu-central-1');
  });

  it.each([
    ['us-west-2', 'us.'],
    ['eu-north-1', 'eu.'],
    ['ap-south-1', 'apac.'],
    ['sa-east-1', 'global.'],
  ])('in %s the model is reached through a profile %s…', (region, prefix) => {
    expect(stageConfig({ region }).textModel.startsWith(prefix)).toBe(true);
  });

  it('gives a stage of one’s own the settings of its kind', () => {
    expect(stageConfig({ stage: 'staging-anna' })).toMatchObject({ stage: 'staging-anna', waf: true, budgetUsd: 100 });
  });

  it('lets no month of days that use up their budget cost more than the budget of the month', () => {
    for (const budgetUsd of ['1', '20', '31', '500', '999999']) {
      const config = stageConfig({ budgetUsd });

      expect(31 * config.dailyBudgetUsd).toBeLessThanOrEqual(config.budgetUsd);
      expect(32 * config.dailyBudgetUsd).toBeGreaterThan(config.budgetUsd * 0.93);
    }
  });

  it('reads numbers and switches from text, as the command line gives them', () => {
    expect(stageConfig({ budgetUsd: '50', waf: 'true' })).toMatchObject({ budgetUsd: 50, waf: true });
  });

  it.each([
    [{ stage: 'production' }, 'stage: "production" was given; allowed: dev, staging or prod'],
    [{ alarmEmial: 'a@example.com' }, 'alarmEmial: there is no such key; did you mean alarmEmail?'],
    [{ colour: 'red' }, 'colour: there is no such key'],
    [{ budgetUsd: 'abc' }, 'budgetUsd: "abc" was given; allowed: an amount in USD from 1 to 1000000'],
    [{ waf: 'yes' }, 'waf: "yes" was given; allowed: true or false'],
    [{ sageMaker: 'big' }, 'sageMaker: "big" was given; allowed: none, serverless, instance'],
    [{ logRetentionDays: '45' }, 'logRetentionDays: "45" was given; allowed: one of 1, 3, 5'],
    [{ alarmEmail: 'oncall' }, 'alarmEmail: "oncall" was given; allowed: an e-mail address'],
    [{ openAi: 'sk-12345' }, 'allowed: none, create, or the complete ARN of a secret'],
    [{ textModel: 'us.some.model' }, 'textModel: us.some.model has no price'],
  ])('refuses %j and says what is allowed', (context, words) => {
    expect(faultOf(context)).toContain(words);
  });

  it('never repeats a vendor’s key that was given in the wrong place', () => {
    const fault = faultOf({ openAi: 'sk-proj-12345', huggingFace: 'hf_12345' });

    expect(fault).toContain('openAi: a key itself was given');
    expect(fault).not.toContain('12345');
  });

  it('names every wrong key at once', () => {
    const fault = faultOf({ waf: 'yes', budgetUsd: '-1', region: 'mars' });

    for (const key of ['waf', 'budgetUsd', 'region']) expect(fault).toContain(`- ${key}: `);
  });

  it.each([
    [{ chainTimeoutMs: '28000' }, 'chainTimeoutMs: 28000 leaves the function of 28 s no time'],
    [{ functionTimeoutSeconds: '29' }, "functionTimeoutSeconds: 29 outlasts the gateway's 29000 ms"],
    [{ gatewayTimeoutMs: '5000' }, "outlasts the gateway's 5000 ms"],
  ])('refuses timeouts that cannot add up: %j', (context, words) => {
    expect(faultOf(context)).toContain(words);
  });

  it('takes longer timeouts when all three are raised', () => {
    const longer = { chainTimeoutMs: '58000', functionTimeoutSeconds: '59', gatewayTimeoutMs: '60000' };

    expect(stageConfig(longer).gatewayTimeoutMs).toBe(60_000);
  });

  it.each([
    [{ stage: 'prod' }, 'alarmEmail: nothing was given'],
    [{ dailyBudgetUsd: '1' }, 'dailyBudgetUsd: 1 on each of 31 days is more than budgetUsd, 20; allowed: 0.64 or less'],
    [{ domainName: 'api.example.com' }, 'certificateArn: nothing was given'],
    [{ ...prod, region: 'eu-west-1', textModel: 'us.anthropic.claude-haiku-5-5' }, 'allowed: eu.… or global.…'],
    [{ ...prod, backupCopyRegion: 'us-east-1' }, 'backupCopyRegion: us-east-1 is the region itself'],
    [{ backupCopyRegion: 'eu-west-1' }, 'backupCopyRegion needs true'],
    [{ replicaRegion: 'eu-west-1' }, 'replicaRegion needs it, or credentials'],
    [{ sageMaker: 'serverless', region: 'sa-east-1' }, 'the image for sa-east-1 is not known'],
    [{ pipelineRepository: 'acme/talent-match' }, 'pipelineConnectionArn, pipelineRepository: give both or neither'],
    [{ provisionedConcurrency: '5', provisionedConcurrencyMax: '2' }, 'provisionedConcurrencyMax: 2 is below'],
  ])('refuses settings that do not go together: %j', (context, words) => {
    expect(faultOf(context)).toContain(words);
  });

  it('describes every key', () => {
    const silent = Object.entries(stageConfigSchema.shape).filter(([, schema]) => !schema.description);

    expect(silent.map(([key]) => key)).toEqual([]);
  });
});
