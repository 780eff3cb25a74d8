/** The length of what LZW unpacks to. */
import { lzwLength } from '../../../lambdas/documents/lzw-length';
import { lzwBomb } from '../../support/documents/hostile-files';

describe('lzwLength', () => {
  it('counts the example of the PDF standard', () => {
    // 45 45 45 45 45 65 45 45 45 66, PDF 32000-1 7.4.4.2
    expect(lzwLength(Buffer.from('800b6050220c0c8501', 'hex'), 100)).toBe(10);
  });

  it('counts what a bomb unpacks to, and no further than it is asked', () => {
    // 32, then 258 to 4092: one byte, then 2 to 3836.
    const once = 1 + (3836 * 3837) / 2 - 1;

    expect(lzwLength(lzwBomb(1), Number.POSITIVE_INFINITY)).toBe(once);
    expect(lzwLength(lzwBomb(2), Number.POSITIVE_INFINITY)).toBe(2 * once);
    expect(lzwLength(lzwBomb(2), 1000)).toBeLessThan(1100);
  });

  it('ends where the codes make no sense', () => {
    expect(lzwLength(Buffer.alloc(100, 0xff), 1000)).toBe(0);
  });
});
