import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentSchema, readConfig } from '../../../lambdas/platform/config';

describe('config', () => {
  it('is whole without any variable', () => {
    const config = readConfig({});

    expect(config).toMatchObject({ AWS_REGION: 'us-east-1', JOBS_TABLE: 'talent-match-jobs', simulated: false });
    expect(config.checkResponses).toBe(true);
  });

  it('counts a blank variable as unset', () => {
    expect(readConfig({ JOBS_TABLE: ' ', OPENAI_SECRET_ID: '' })).toEqual(readConfig({}));
  });

  it('names every variable that is wrong, and repeats no value', () => {
    const read = () => readConfig({ MIGRATION_PERCENTAGE: '5000', USE_AWS_BEDROCK: 'hunter2', LOG_LEVEL: 'loud' });

    expect(read).toThrow(/MIGRATION_PERCENTAGE.*USE_AWS_BEDROCK|USE_AWS_BEDROCK.*MIGRATION_PERCENTAGE/s);
    expect(read).toThrow(/LOG_LEVEL/);
    expect(read).not.toThrow(/hunter2/);
  });

  it.each<[Record<string, string>, object, string]>([
    [{}, { rollout: { percentage: 100 } }, 'bedrock'],
    [{ MIGRATION_PERCENTAGE: '0' }, { rollout: { percentage: 0 } }, 'bedrock'],
    [{ MIGRATION_PERCENTAGE: '12.5' }, { rollout: { percentage: 12.5 } }, 'bedrock'],
    [{ AI_PROVIDER: 'openai' }, { arm: 'current', rollout: { percentage: 100 } }, 'bedrock'],
    [{ USE_AWS_BEDROCK: 'false' }, { rollout: { percentage: 100 } }, 'openai'],
    [{ USE_AWS_SAGEMAKER: 'true' }, { rollout: { percentage: 100 } }, 'bedrock'],
  ])('makes of %j what holds until the flags say otherwise', (variables, flags, firstForText) => {
    const config = readConfig({ OPENAI_SECRET_ID: 'openai', SAGEMAKER_ENDPOINT_NAME: 'own', ...variables });

    expect(config.flags).toEqual(flags);
    expect(config.chains.aws.text[0]).toBe(firstForText);
    expect(config.chains.current.text[0]).toBe('openai');
    const firstForVectors = variables.USE_AWS_BEDROCK || variables.USE_AWS_SAGEMAKER ? 'sagemaker' : 'bedrock';
    expect(config.chains.aws.embed[0]).toBe(firstForVectors);
  });

  it('checks its own answers everywhere but in production', () => {
    expect(readConfig({ STAGE: 'prod' }).checkResponses).toBe(false);
    expect(readConfig({ STAGE: 'test' }).checkResponses).toBe(true);
  });

  it('is listed in .env.example, each variable with its meaning and default', () => {
    const example = readFileSync(path.join(__dirname, '../../../.env.example'), 'utf8');
    const listed = [...example.matchAll(/^# ([^\n]+)\n# ([A-Z][A-Z0-9_]+)=(.*)$/gm)];
    const known = Object.entries(environmentSchema.shape).map(([name, schema]) => {
      const { data } = schema.safeParse(undefined);
      return [schema.description, name, data === undefined ? '' : String(data)];
    });

    expect(listed.map(([, description, name, value]) => [description, name, value])).toEqual(known);
  });
});
