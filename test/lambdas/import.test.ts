import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
// A worker's own file runs when it is loaded; nothing imports it.
const modules = readdirSync(path.join(root, 'lambdas'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('-worker.ts'))
  .map((file) => path.join(root, 'lambdas', file))
  .sort();

/** Loads the modules in a new process that notes which of our files read the environment. */
const script = `
  const reads = [];
  process.env = new Proxy({}, {
    get(_, name) {
      const caller = new Error().stack.split('\\n')[2] ?? '';
      if (caller.includes('/lambdas/')) reads.push(String(name) + caller);
    },
  });
  for (const file of ${JSON.stringify(modules)}) require(file);
  process.on('exit', () => process.stdout.write(JSON.stringify(reads)));`;

describe('importing a module', () => {
  it('does nothing: reads no variable, prints nothing, leaves nothing that keeps the process alive', () => {
    const { stdout, stderr, status, signal } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
      cwd: root,
      env: {},
      encoding: 'utf8',
      timeout: 60_000,
    });

    expect(modules.length).toBeGreaterThan(100);
    expect({ stdout, stderr, status, signal }).toEqual({ stdout: '[]', stderr: '', status: 0, signal: null });
  }, 300_000);
});
