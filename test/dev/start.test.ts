import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');

interface Run {
  child: ChildProcess;
  output: () => string;
  /** Resolves when the output has the text. */
  says(text: string): Promise<void>;
  ended: Promise<{ code: number | null; signal: string | null }>;
}

function run(script: string, args: string[], env: Record<string, string> = {}): Run {
  return launch(process.execPath, ['--import', 'tsx', path.join('dev', script), ...args], env);
}

function launch(command: string, args: string[], env: Record<string, string>): Run {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  let output = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    for (const one of waiting) if (output.includes(one.text)) one.resolve();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  return {
    child,
    output: () => output,
    says: (text) => new Promise((resolve) => (output.includes(text) ? resolve() : waiting.push({ text, resolve }))),
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal }))),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isUp(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/v1/health`).then(
    () => true,
    () => false,
  );
}

describe('npm start', () => {
  jest.setTimeout(300_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'talent-match-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says what to try, and on %s stops cleanly and leaves nothing',
    async (sent) => {
      const server = run('start.ts', ['--port', '0', '--no-seed'], { TMPDIR: folder });
      await server.says('Stop: Ctrl-C');
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0] ?? '';
      const health = await fetch(`${url}/v1/health`);

      server.child.kill(sent);

      expect(await server.ended).toEqual({ code: 0, signal: null });
      expect(health.status).toBe(200);
      expect(server.output()).toMatch(/curl .*\/v1\/resumes\/parse/);
      expect(server.output()).not.toMatch(/warn:|error:|Warning/);
      await expect(fetch(`${url}/v1/health`)).rejects.toThrow();
      // What tsx itself keeps there is not ours.
      expect(readdirSync(folder).filter((name) => !name.startsWith('tsx-') && name !== 'node-compile-cache')).toEqual(
        [],
      );
    },
  );

  it('stops by itself when npm ends without telling it', async () => {
    const port = await freePort();
    // As npm runs a script; what follows keeps the shell from becoming the server.
    const command = `"${process.execPath}" --import tsx dev/start.ts --port ${port} --no-seed; true`;
    const shell = launch('sh', ['-c', command], { npm_lifecycle_event: 'start' });
    await shell.says('Stop: Ctrl-C');

    shell.child.kill('SIGKILL');

    // The pipes close when the last process that holds them ends.
    await shell.ended;
    expect(await isUp(port)).toBe(false);
  });

  it('stops cleanly in the middle of the seeding', async () => {
    const port = await freePort();
    const server = run('start.ts', ['--port', String(port)]);
    // The seeding begins as soon as the server answers, and takes seconds.
    while (!(await isUp(port))) await new Promise((resolve) => setTimeout(resolve, 20));

    server.child.kill('SIGINT');

    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toContain('Stop: Ctrl-C');
    expect(server.output()).not.toContain('    at ');
    expect(server.output()).not.toContain('could not start');
  });

  it('keeps what was written between two runs with --data', async () => {
    const args = ['--port', '0', '--no-seed', '--data', path.join(folder, 'data')];
    const first = run('start.ts', args);
    await first.says('Stop: Ctrl-C');
    const at = (one: Run) => `${/http:\/\/127\.0\.0\.1:\d+/.exec(one.output())?.[0]}/v1/jobs/kept`;
    const job = { id: 'kept', title: 'Potter', description: 'You throw pots.' };
    await fetch(at(first), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(job),
    });
    first.child.kill('SIGINT');
    await first.ended;

    const second = run('start.ts', args);
    await second.says('Stop: Ctrl-C');
    const read = (await (await fetch(at(second))).json()) as { job: unknown };
    second.child.kill('SIGINT');
    await second.ended;

    expect(read.job).toEqual(job);
  });

  it('says which port is taken and what to do', async () => {
    const other = createServer();
    const port = await listen(other);

    const server = run('start.ts', ['--no-seed'], { PORT: String(port) });
    const { code } = await server.ended;
    other.close();

    expect(code).toBe(1);
    expect(server.output()).toContain(`Port ${port} is taken`);
  });
});
