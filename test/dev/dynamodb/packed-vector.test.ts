import fc from 'fast-check';
import { packVectors, unpackVectors } from '../../../dev/dynamodb/packed-vector';

describe('packVectors', () => {
  it('gives back every list of numbers as it was', () => {
    const decimal = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom('-0', '1.50', '01', '+1', '', 'x', '123456789012345678901234567890'),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 80 }), (texts) => {
        const item = { pk: { S: 'a' }, v: { L: texts.map((N) => ({ N })) } };

        expect(unpackVectors(packVectors(item, ['v', 'absent']))).toEqual(item);
      }),
    );
  });

  it('packs only what it is told to', () => {
    const list = { L: Array.from({ length: 64 }, (_, i) => ({ N: String(i) })) };

    const packed = packVectors({ v: list, other: list }, ['v']);

    expect(packed.v?.L).toHaveLength(1);
    expect(packed.other).toBe(list);
  });
});
