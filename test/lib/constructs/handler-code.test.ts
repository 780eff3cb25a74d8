import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { HANDLER } from '../../../lib/constructs/handler-bundle';
import { handlerCode } from '../../../lib/constructs/handler-code';

const folders: string[] = [];

/** A stack of functions of those slugs: its assets, hash → the files in it. */
function assetsOf(slugs: readonly string[], context: Record<string, unknown> = {}): Record<string, string[]> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'talent-match-synth-'));
  folders.push(outdir);
  const app = new App({ outdir, context });
  const stack = new Stack(app, 'Code');
  for (const slug of slugs) {
    new LambdaFunction(stack, slug, { runtime: Runtime.NODEJS_24_X, handler: HANDLER, code: handlerCode(slug) });
  }
  app.synth();
  const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  return Object.fromEntries(assets.map((asset) => [asset, readdirSync(path.join(outdir, asset))]));
}

describe('handlerCode', () => {
  jest.setTimeout(300_000);
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it('is an asset for each handler that holds what the runtime calls', () => {
    const assets = Object.values(assetsOf(['health', 'meta']));

    expect(assets).toHaveLength(2);
    for (const files of assets) expect(files).toContain('index.mjs');
  });

  it('has the hash of what it holds, whatever folder the synthesis writes to', () => {
    expect(Object.keys(assetsOf(['health']))).toEqual(Object.keys(assetsOf(['health'])));
  });

  it('bundles nothing where no stack is to be bundled', () => {
    expect(assetsOf(['health'], { 'aws:cdk:bundling-stacks': [] })).toEqual({});
  });
});
