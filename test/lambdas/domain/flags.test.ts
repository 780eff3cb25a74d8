import Ajv from 'ajv';
import {
  type CurrentFlags,
  decided,
  flagsJsonSchema,
  flagsSchema,
  maintenanceAt,
  NO_FLAGS,
} from '../../../lambdas/domain/flags';

const schema = flagsJsonSchema() as Record<string, unknown>;
// The rules of draft 4 that are used here mean the same in the draft that Ajv knows.
const { $schema, ...rest } = schema;
const valid = new Ajv().compile(rest);

describe('flagsJsonSchema', () => {
  it('is in the draft that AppConfig knows', () => {
    expect($schema).toBe('http://json-schema.org/draft-04/schema#');
  });

  it.each([
    [NO_FLAGS, true],
    [{ textChain: ['bedrock', 'rules'] }, true],
    [{ textChain: ['rules'], embedChain: ['openai', 'embedded'] }, true],
    [{ textChain: [] }, false],
    [{ textChain: ['bedrok'] }, false],
    [{ textChain: Array(11).fill('rules') }, false],
    [{ embedChain: 'openai' }, false],
    [{ textchain: ['rules'] }, false],
    [[], false],
    [{ arm: 'aws' }, true],
    [{ arm: 'both' }, false],
    [{ rollout: { percentage: 12.345 } }, true],
    [{ rollout: { percentage: 100 } }, true],
    [{ rollout: { percentage: 100.1 } }, false],
    [{ rollout: { percentage: -1 } }, false],
    [{ rollout: { percentage: '10' } }, false],
    [{ rollout: { capabilities: { parse: 5, embed: 0 } } }, true],
    [{ rollout: { capabilities: { parse: 101 } } }, false],
    [{ rollout: { capabilities: { parsing: 5 } } }, false],
    [{ rollout: { salt: 'a', allow: ['default/anna'], deny: [] } }, true],
    [{ rollout: { salt: '' } }, false],
    [{ rollout: { allow: 'default/anna' } }, false],
    [{ rollout: { deny: [''] } }, false],
    [{ rollout: { percent: 5 } }, false],
    [{ maintenance: { until: '2026-11-22T10:00:00Z' } }, true],
    [{ maintenance: { until: '2026-11-22' } }, false],
    [{ maintenance: { until: '2026-11-22T10:00:00+01:00' } }, false],
    [{ maintenance: { until: '2026-13-22T10:00:00Z' } }, false],
    [{ maintenance: { until: '2026-11-22T24:00:00Z' } }, false],
    [{ maintenance: {} }, false],
    [{ shadow: { percentage: 0.5 } }, true],
    [{ shadow: {} }, false],
    [{ embedSpace: '' }, false],
  ])('says of %j: %s', (document, expected) => {
    expect(valid(document)).toBe(expected);
  });

  it('lets nothing pass that the functions would not read', () => {
    for (const document of [
      { textChain: [] },
      { textChain: ['x'] },
      { embedChain: 'openai' },
      { arm: 'both' },
      { rollout: { percentage: 100.1 } },
      { rollout: { capabilities: { parse: 101 } } },
      { rollout: { allow: 'default/anna' } },
      { maintenance: { until: '2026-13-22T10:00:00Z' } },
      { maintenance: {} },
      { shadow: {} },
    ]) {
      expect([document, valid(document), flagsSchema.safeParse(document).success]).toEqual([document, false, false]);
    }
  });

  it('has nothing that draft 4 writes in another way', () => {
    const texts = JSON.stringify(schema);
    for (const keyword of ['const', '$defs', 'prefixItems', 'propertyNames', 'contains', 'if', 'examples']) {
      expect(texts).not.toContain(`"${keyword}":`);
    }
    // There they are true or false beside the limit, and no limits.
    expect(texts).not.toMatch(/"exclusiveM(?:in|ax)imum":\s*[-\d]/);
  });
});

describe('decided', () => {
  const deployed: CurrentFlags = { arm: 'current', rollout: { percentage: 5, salt: 'of the deployment' } };

  it('is what was deployed where the document is silent', () => {
    expect(decided(NO_FLAGS, deployed)).toEqual(deployed);
    expect(decided({ shadow: { percentage: 1 } }, deployed)).toEqual({ ...deployed, shadow: { percentage: 1 } });
    expect(decided({ rollout: { allow: ['default/anna'] } }, deployed)).toEqual({
      arm: 'current',
      rollout: { ...deployed.rollout, allow: ['default/anna'] },
    });
  });

  it('is the document where it speaks', () => {
    expect(decided({ arm: 'aws' }, deployed)).toEqual({ ...deployed, arm: 'aws' });
  });

  it('shares users out where the document says a share, whatever arm was deployed for all', () => {
    expect(decided({ rollout: { percentage: 25 } }, deployed)).toEqual({
      rollout: { ...deployed.rollout, percentage: 25 },
    });
    expect(decided({ arm: 'aws', rollout: { percentage: 25 } }, deployed).arm).toBe('aws');
  });
});

describe('maintenanceAt', () => {
  const until = '2026-11-22T10:00:00Z';
  const flags: CurrentFlags = { rollout: { percentage: 0 }, maintenance: { until } };

  it('is open before its end, and ends by itself', () => {
    expect(maintenanceAt(flags, Date.parse(until) - 1)).toBe(until);
    expect(maintenanceAt(flags, Date.parse(until))).toBeUndefined();
  });

  it('is none where there is none', () => {
    expect(maintenanceAt({ rollout: { percentage: 0 } }, 0)).toBeUndefined();
  });
});
