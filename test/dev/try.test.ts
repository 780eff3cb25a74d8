import { execFile } from 'node:child_process';
import path from 'node:path';

function tryOut(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'dev/try.ts', ...args],
      { cwd: path.join(__dirname, '../..'), env: { ...process.env, NO_COLOR: '1' } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

describe('npm run try', () => {
  it.each([
    ['no file', [], 2, 'Name one file.'],
    ['two files', ['a.pdf', 'b.pdf'], 2, 'Name one file.'],
    ['an option that it has not', ['--nope'], 2, "Unknown option '--nope'"],
    ['a file that is not there', ['not-there.pdf'], 1, 'There is no file not-there.pdf.'],
    ['a folder', ['dev'], 1, 'dev is a folder.'],
    ['a server that is not there', ['package.json', '--url', 'http://127.0.0.1:1'], 1, 'Nothing answers at http'],
  ])('says of %s what is wrong, without a stack trace', async (_, args, code, text) => {
    const result = await tryOut(...args);

    expect(result).toEqual({ code, out: '', err: expect.stringContaining(text) });
    expect(result.err).not.toMatch(/^\s+at /m);
  });

  it('prints the resume and ten jobs within 80 columns, without colour', async () => {
    // On a slow machine a warning about the seeding may stand in stderr.
    const { code, out } = await tryOut('dev/samples/resumes/icu-nurse-porto.txt');

    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(out).toContain('Intensive Care Nurse');
    expect(lines.filter((line) => /^ ?\d+\. +\d+ {2}█*░* /.test(line))).toHaveLength(10);
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    expect(out).not.toContain('\u001b');
  }, 300_000);
});
