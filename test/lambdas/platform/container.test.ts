import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '../../..');

/** Packages that a new process has loaded after one event of a handler. */
function packagesAfter(slug: string, event: { httpMethod: string; resource: string }): string[] {
  const script = `
    const { handler } = require('./lambdas/handlers/${slug}');
    const event = { ...${JSON.stringify(event)}, path: '/', body: null, requestContext: { requestId: 'r', identity: {} } };
    handler(event, { getRemainingTimeInMillis: () => 20000 }).then((answer) => {
      if (answer.statusCode !== 200) throw new Error(answer.body);
      const names = Object.keys(require.cache).map((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]);
      console.error(JSON.stringify([...new Set(names)].filter(Boolean)));
    });`;
  const { stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
    env: { LOG_LEVEL: 'SILENT' },
  });
  return JSON.parse(stderr);
}

describe('the container', () => {
  it('loads no client of a vendor or a store for a health call', () => {
    const packages = packagesAfter('health', { httpMethod: 'GET', resource: '/v1/health' });

    expect(packages).toContain('zod');
    expect(packages.filter((name) => /^(@aws-sdk|@smithy|openai|unpdf|libphonenumber-js)/.test(name))).toEqual([]);
  }, 300_000);
});
