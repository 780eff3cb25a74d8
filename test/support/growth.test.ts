import { expectLinear } from './growth';

const steps = (count: number) => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum = (sum * 31 + i) | 0;
  return sum;
};
const same = (size: number) => size;

describe('expectLinear', () => {
  it('takes work that does a step for each piece', () => {
    expectLinear(100_000, same, steps);
  });

  it('takes work that leaves out what is too much', () => {
    expectLinear(100_000, same, (size) => steps(Math.min(size, 150_000)));
  });

  it('refuses work that meets each piece with every other', () => {
    expect(() => expectLinear(1_000, same, (size) => steps(size ** 2))).toThrow('not linear');
  });
});
