import { spawn } from 'node:child_process';
import path from 'node:path';

/** A program whose reader has gone before it prints its help. */
function withoutReader(program: string): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--help'], { cwd: path.join(__dirname, '../..') });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, err })));
}

describe('a command whose reader has gone', () => {
  it.each([
    'ops/cost.ts',
    'ops/diagram.ts',
    'ops/preflight.ts',
    'ops/roll-back.ts',
    'ops/sizes.ts',
    'ops/smoke.ts',
    'dev/start.ts',
    'dev/try.ts',
  ])('%s ends as it would have', async (program) => {
    expect(await withoutReader(program)).toEqual({ code: 0, err: '' });
  });
});
