import { parseResumeRequestSchema } from '../../../lambdas/domain/requests';

const parse = (contentBase64: string) => parseResumeRequestSchema.safeParse({ document: { contentBase64 } });

describe('requests', () => {
  it('takes base64 as shells print it: with line breaks, with and without padding', () => {
    for (const written of ['SGVsbG8gd29ybGQ=', 'SGVsbG8g\nd29ybGQ=\n', 'SGVsbG8gd29ybGQ', 'SGVs\r\nbG8gd29ybGQ=']) {
      expect(parse(written).success).toBe(true);
      expect(Buffer.from(written, 'base64').toString()).toBe('Hello world');
    }
  });

  it('refuses what is no base64 and says how it should look', () => {
    for (const written of ['data:application/pdf;base64,SGVsbG8=', 'C:\\cv.pdf', '===', '', 'SGVs=bG8=']) {
      expect(parse(written).error?.issues[0]?.message).toContain('base64');
    }
  });

  it('checks 8 MB in linear time, also when the last character is wrong', () => {
    expect(parse(`${'A'.repeat(8_000_000)}!`).success).toBe(false);
    expect(parse(`A${' '.repeat(4_000_000)}!`).success).toBe(false);
    expect(parse(`${'A\n'.repeat(2_000_000)}=!`).success).toBe(false);
  });
});
