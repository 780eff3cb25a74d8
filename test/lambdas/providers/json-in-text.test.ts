import * as fc from 'fast-check';
import { jsonInText } from '../../../lambdas/providers/json-in-text';
import { expectLinear } from '../../support/growth';

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

  it.each([
    ['open', '{'],
    ['open and close', '{x}'],
  ])('takes time in proportion to a text of braces that %s', (_what, piece) => {
    expectLinear(
      50_000,
      (size) => piece.repeat(size / piece.length),
      (text) => expect(jsonInText(text)).toBeUndefined(),
    );
  });

  it('takes time in proportion to braces in braces', () => {
    expectLinear(
      50_000,
      (size) => '{x'.repeat(size / 4) + '}'.repeat(size / 4),
      (text) => expect(jsonInText(text)).toBeUndefined(),
    );
  });
});
