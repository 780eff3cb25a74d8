import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleHandler, handlerSlugs, sourcesOf } from '../../../lib/constructs/handler-bundle';

const root = path.join(__dirname, '../../..');

/** File name → hash of what is in it. */
function contentsOf(folder: string): Record<string, string> {
  const hash = (file: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, file)))
      .digest('hex');
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, hash(file)]),
  );
}

describe('bundleHandler', () => {
  jest.setTimeout(300_000);
  let folder: string;
  const bundled = (slug: string) => {
    const target = path.join(folder, slug);
    bundleHandler(slug, target);
    return readdirSync(target);
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'talent-match-bundle-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes modules that import no file that is not there', () => {
    for (const slug of handlerSlugs) {
      const files = bundled(slug);
      const imported = files
        .filter((file) => file.endsWith('.mjs'))
        .flatMap((file) => [
          ...readFileSync(path.join(folder, slug, file), 'utf8').matchAll(/["']\.\/([\w-]+\.mjs)["']/g),
        ])
        .map((match) => match[1]);

      expect(files).toContain('index.mjs');
      expect(imported.filter((file) => !files.includes(file ?? ''))).toEqual([]);
    }
  });

  it('gives the document worker and the taxonomy to the handler that reads documents', () => {
    expect(bundled('parse-resume')).toEqual(
      expect.arrayContaining(['document-worker.mjs', 'skills.json', 'occupations.json', 'word-table.bin']),
    );
  });

  it.each([
    ['meta', []],
    ['create-upload', []],
    ['resumes', []],
    ['watch-secrets', []],
    ['validate-restore', []],
    ['guard-rollout', []],
    ['jobs', ['reference']],
    ['embed', ['providers', 'reference']],
    ['parse-resume', ['documents', 'providers', 'reference']],
  ])('gives %s of the heavy rooms only %j, which its code leads to', (slug, rooms) => {
    const heavy = [...sourcesOf(slug).keys()].map(
      (file) => /^lambdas\/(documents|providers|reference)\//.exec(file)?.[1],
    );

    expect([...new Set(heavy)].filter((room) => room !== undefined).sort()).toEqual(rooms);
    expect(bundled(slug).some((file) => file.endsWith('.json'))).toBe(rooms.includes('reference'));
  });

  it('refuses a name that no handler has', () => {
    expect(() => bundleHandler('no-such', path.join(folder, 'no-such'))).toThrow(/no handler no-such/);
  });

  it('writes the same bytes from a clone in another place, so that nothing is deployed for where it was built', () => {
    const clone = path.join(folder, 'another/clone');
    for (const part of ['lambdas', 'lib/constructs', 'package.json', 'tsconfig.json']) {
      cpSync(path.join(root, part), path.join(clone, part), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
    const program = `require('./lib/constructs/handler-bundle').bundleHandler('match-jobs', process.argv[1])`;
    execFileSync(process.execPath, ['--import', 'tsx', '--eval', program, path.join(folder, 'of-clone')], {
      cwd: clone,
    });

    bundled('match-jobs');

    expect(contentsOf(path.join(folder, 'of-clone'))).toEqual(contentsOf(path.join(folder, 'match-jobs')));
  });
});
