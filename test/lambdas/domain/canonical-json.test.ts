import { canonicalJson, fingerprint } from '../../../lambdas/domain/canonical-json';

describe('fingerprint', () => {
  it('does not depend on the order of keys, nor on keys without a value', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1, c: undefined }));
  });

  it('depends on the order of a list and on every value', () => {
    expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: '1' }));
  });
});
