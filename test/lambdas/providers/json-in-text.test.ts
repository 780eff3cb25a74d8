import * as fc from 'fast-check';
import { jsonInText } from '../../../lambdas/providers/json-in-text';

describe('jsonInText', () => {
  it.each([
    ['bare', '{"a":1}'],
    ['in a code fence', 'Here it is:\n```json\n{"a":1}\n```\nAnything else?'],
    ['after a brace that opens nothing', 'The set {x} maps to {"a":1}.'],
  ])('finds an object %s', (_sentence, text) => {
    expect(jsonInText(text)).toEqual({ a: 1 });
  });

  it('is not misled by braces and quotes inside strings', () => {
    expect(jsonInText('x {"a":"}\\"{","b":{"c":"\\\\"}} y')).toEqual({ a: '}"{', b: { c: '\\' } });
  });

  it.each(['', 'no object', '{"a":', '[1,2]', '{not json}'])('finds nothing in %j', (text) => {
    expect(jsonInText(text)).toBeUndefined();
  });

  it('gives back whatever object was written, wherever it stands', () => {
    const word = fc.string().filter((text) => !text.includes('{'));
    void fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), word, fc.string(), (object, before, after) => {
        const text = JSON.stringify(object);
        expect(jsonInText(`${before}${text}${after}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('ends soon on a text that is all braces', () => {
    const started = performance.now();
    expect(jsonInText('{'.repeat(200_000))).toBeUndefined();
    expect(jsonInText('{}x'.repeat(10).replaceAll('}', '') + '}'.repeat(10))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(200);
  });
});
