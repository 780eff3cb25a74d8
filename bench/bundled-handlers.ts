/** The handlers as Lambda gets them, one file each, run in a fresh process with one event; for tests and benchmarks. */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '..');
const handlers = join(root, 'lambdas/handlers');
const reference = join(root, 'lambdas/reference');

export const slugs = readdirSync(handlers).map((file) => file.slice(0, -'.ts'.length));

/** Bundles every handler to `<folder>/<slug>.js`, with the options of the CDK's NodejsFunction, the data files beside. */
export async function bundleHandlers(folder: string): Promise<void> {
  await build({
    entryPoints: slugs.map((slug) => join(handlers, `${slug}.ts`)),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The document reader asks for it only where the sources run uncompiled.
    external: ['esbuild'],
    logLevel: 'error',
  });
  for (const file of readdirSync(reference)) {
    if (/\.(?:json|bin)$/.test(file)) cpSync(join(reference, file), join(folder, file));
  }
}

/** What Lambda sets, with a table address at which nobody listens and no model provider to ask. */
const environment = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  TEXT_CHAIN: 'rules',
  EMBED_CHAIN: 'embedded',
  LOG_LEVEL: 'SILENT',
};

export interface Invocation {
  /** Milliseconds to load the file, and from there to the answer of its first event. */
  importMs: number;
  requestMs: number;
  /** Of Node's own modules those that were loaded with the file, before any event. */
  loaded: string[];
  answer: { statusCode: number; body: string } & Record<string, unknown>;
  stderr: string;
}

const program = `
  const before = new Set(process.moduleLoadList);
  const started = performance.now();
  const { handler } = require(process.argv[1]);
  const imported = performance.now();
  const loaded = process.moduleLoadList.filter((name) => !before.has(name));
  const context = { awsRequestId: 'lambda-1', getRemainingTimeInMillis: () => 28_000 };
  handler(JSON.parse(process.argv[2]), context).then((answer) => {
    const out = { importMs: imported - started, requestMs: performance.now() - imported, loaded, answer };
    process.stdout.write('\\n' + JSON.stringify(out), () => process.exit(0));
  });`;

/** Runs the bundle of `slug` on one event. @throws Error when the process fails */
export async function invokeBundle(folder: string, slug: string, event: unknown): Promise<Invocation> {
  const { stdout, stderr, code } = await node(['--eval', program, join(folder, `${slug}.js`), JSON.stringify(event)]);
  if (code !== 0) throw new Error(`${slug} ended with ${code}: ${stderr}`);
  // Metrics are lines of their own before it.
  return { ...(JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as Omit<Invocation, 'stderr'>), stderr };
}

/** Runs Node, with no environment but what `env` says. */
export async function node(
  args: readonly string[],
  env: Record<string, string> = environment,
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const child = spawn(process.execPath, args, { env, timeout: 30_000 });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (text[name] += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { ...text, code };
}

const resumeText = `Maren Vogt\nStaff Nurse\nmaren.vogt@example.com\n\nExperience\nStaff Nurse, Elbe Clinic\nMar 2021 - present\n- Cares for 18 patients a shift\n\nSkills\nWound care, triage`;
const job = {
  id: 'ward-nurse',
  title: 'Registered Nurse',
  description: 'You care for patients. Wound care is required.',
};

function http(method: string, resource: string, body?: unknown, pathParameters: Record<string, string> | null = null) {
  return {
    httpMethod: method,
    resource,
    path: resource.replace('{id}', pathParameters?.id ?? ''),
    pathParameters,
    multiValueQueryStringParameters: null,
    headers: {},
    multiValueHeaders: body === undefined ? {} : { 'content-type': ['application/json'] },
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      authorizer: {
        claims: {
          sub: 'user-1',
          scope: 'resumes:write resumes:read embeddings:write matches:write jobs:write jobs:read',
        },
      },
      identity: {},
    },
  };
}

/** One event for each handler; those that need a table meet one that does not answer. */
export const events: Record<string, unknown> = {
  health: http('GET', '/v1/health'),
  meta: http('GET', '/v1/openapi.json'),
  embed: http('POST', '/v1/embeddings', { input: 'wound care' }),
  'parse-resume': http('POST', '/v1/resumes/parse', { text: resumeText }),
  'match-jobs': http('POST', '/v1/matches', { resumeText, jobs: [job] }),
  'create-upload': http('POST', '/v1/uploads', { mediaType: 'application/pdf', bytes: 1000 }),
  jobs: http('GET', '/v1/jobs/{id}', undefined, { id: 'ward-nurse' }),
  resumes: http('GET', '/v1/resumes/{id}', undefined, { id: 'res_1' }),
  'embed-changes': { Records: [] },
};

/** The same parse with a document as the body, which the bundle reads in a worker of its own. */
export function documentEvent(bytes: Uint8Array, contentType: string): unknown {
  const event = http('POST', '/v1/resumes/parse');
  const body = Buffer.from(bytes).toString('base64');
  return { ...event, multiValueHeaders: { 'content-type': [contentType] }, body, isBase64Encoded: true };
}
