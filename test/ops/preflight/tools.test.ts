/** The tools that deploy: those of the lock file, on a Node.js that runs them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTools } from '../../../ops/preflight/tools';

const root = mkdtempSync(path.join(tmpdir(), 'tools-'));
afterAll(() => rmSync(root, { recursive: true }));

const wanted = { 'aws-cdk': '2.1148.1', 'aws-cdk-lib': '2.276.0', esbuild: '0.28.2' };
function install(versions: Readonly<Record<string, string>>): void {
  rmSync(path.join(root, 'node_modules'), { recursive: true, force: true });
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ devDependencies: wanted }));
  for (const [name, version] of Object.entries(versions)) {
    mkdirSync(path.join(root, 'node_modules', name), { recursive: true });
    writeFileSync(path.join(root, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
  }
}

describe('the tools', () => {
  it('are right when they are those of package.json', () => {
    install(wanted);
    expect(findTools(root, '24.1.0')).toMatchObject([
      { verdict: 'ok', says: expect.stringContaining('aws-cdk 2.1148.1') },
    ]);
  });

  it('are wrong with a CLI that was installed by hand', () => {
    install({ ...wanted, 'aws-cdk': '3.0.0' });
    const says = 'aws-cdk should be 2.1148.1 and is 3.0.0.';
    expect(findTools(root, '24.1.0')).toEqual([{ verdict: 'problem', says, mend: 'npm ci' }]);
  });

  it('are wrong without esbuild, as bundling would ask for Docker', () => {
    const { esbuild: _, ...others } = wanted;
    install(others);
    expect(findTools(root, '24.1.0')).toMatchObject([
      { verdict: 'problem', says: 'esbuild should be 0.28.2 and is not installed.' },
    ]);
  });

  it.each(['18.20.0', '20.18.3'])('do not run on Node.js %s', (version) => {
    install(wanted);
    expect(findTools(root, version)).toMatchObject([{ verdict: 'problem', says: expect.stringContaining('too old') }]);
  });

  it('of this checkout are right', () => {
    expect(findTools(process.cwd(), process.versions.node)).toMatchObject([{ verdict: 'ok' }]);
  });
});
