import Ajv from 'ajv';
import { flagsJsonSchema, flagsSchema, NO_FLAGS } from '../../../lambdas/domain/flags';

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
  ])('says of %j: %s', (document, expected) => {
    expect(valid(document)).toBe(expected);
  });

  it('lets nothing pass that the functions would not read', () => {
    for (const document of [{ textChain: [] }, { textChain: ['x'] }, { embedChain: 'openai' }]) {
      expect(flagsSchema.safeParse(document).success).toBe(false);
    }
  });
});
