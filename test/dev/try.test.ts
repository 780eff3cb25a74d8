import { execFile } from 'node:child_process';
import path from 'node:path';

function tryOut(...args: string[]): Promise<{ code: number; err: string }> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'dev/try.ts', ...args],
      { cwd: path.join(__dirname, '../..') },
      (error, _, err) => resolve({ code: error === null ? 0 : Number(error.code), err }),
    ),
  );
}

describe('npm run try', () => {
  it.each([
    ['no file', [], 2, 'Name one file.'],
    ['two files', ['a.pdf', 'b.pdf'], 2, 'Name one file.'],
    ['an option that it has not', ['--nope'], 2, "Unknown option '--nope'"],
    ['a file that is not there', ['not-there.pdf'], 1, 'There is no file not-there.pdf.'],
  ])(
    'says of %s what is wrong, without a stack trace',
    async (_, args, code, text) => {
      const result = await tryOut(...args);

      expect(result).toEqual({ code, err: expect.stringContaining(text) });
      expect(result.err).not.toMatch(/^\s+at /m);
    },
    20_000,
  );
});
