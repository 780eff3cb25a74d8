import { packedCosine, unpackVector } from '../../../lambdas/domain/compact-vector';
import { meaningOf } from '../../../lambdas/domain/meaning';
import { readWordTable } from '../../../lambdas/reference/read-reference';

const words = readWordTable();
const near = (a: string, b: string) =>
  packedCosine(unpackVector(meaningOf(a, words) ?? ''), unpackVector(meaningOf(b, words) ?? ''));

describe('meaning', () => {
  it('brings the same work in other words near', () => {
    const nurse = 'Registered nurse on a hospital ward, wound care and medication';

    expect(near(nurse, 'Looks after patients in a clinic and gives medicines')).toBeGreaterThan(
      near(nurse, 'Repairs diesel engines and brakes of trucks') + 0.2,
    );
  });

  it('does not take ordinary words of working life for likeness', () => {
    const padding =
      'Works with the team, reports to the manager, good communication, experience, projects and deadlines.';
    const raw = (text: string) =>
      unpackVector(Buffer.from(Int8Array.from(words.embed(text), (x) => Math.round(x * 300))).toString('base64'));
    const [weld, teach] = [`Welds steel pipes. ${padding}`, `Teaches piano to children. ${padding}`];

    expect(near(weld, teach)).toBeLessThan(packedCosine(raw(weld), raw(teach)) - 0.2);
  });

  it('has none for a text without known words', () => {
    expect(meaningOf('zzqx 123', words)).toBeNull();
  });
});
