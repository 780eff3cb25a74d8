/** The handlers as Lambda gets them, run in a fresh process with one event; for tests and benchmarks. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleHandler, handlerSlugs } from '../lib/constructs/handler-bundle';

/** Bundles every handler into `<folder>/<slug>`. */
export function bundleHandlers(folder: string): void {
  for (const slug of handlerSlugs) bundleHandler(slug, join(folder, slug));
}

/** The file of `slug` that the runtime imports, in the folder of `bundleHandlers`. */
export function entryFile(folder: string, slug: string): string {
  return join(folder, slug, 'index.mjs');
}

/** What Lambda sets, with a table address at which nobody listens and no model provider to ask. */
const environment = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
  WEBHOOKS_QUEUE_URL: 'http://127.0.0.1:9/111111111111/webhooks',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  TEXT_CHAIN: 'rules',
  EMBED_CHAIN: 'embedded',
  LOG_LEVEL: 'SILENT',
};

export interface Invocation {
  /** Milliseconds to load the code, and from there to the answer of its first event. */
  importMs: number;
  requestMs: number;
  /** The same in processor time of the whole process, which other work on the machine moves less. */
  importCpuMs: number;
  requestCpuMs: number;
  answer: { statusCode: number; body: string } & Record<string, unknown>;
  stderr: string;
}

const program = `
  const now = () => ({ wall: performance.now(), cpu: process.cpuUsage() });
  const between = (a, b) => [b.wall - a.wall, (b.cpu.user - a.cpu.user + b.cpu.system - a.cpu.system) / 1000];
  const context = { awsRequestId: 'lambda-1', getRemainingTimeInMillis: () => 28_000 };
  const [file, event] = process.argv.slice(1);
  (async () => {
    const started = now();
    const { handler } = file.endsWith('.mjs') ? await import(file) : require(file);
    const imported = now();
    // What a function without HTTP throws is its answer too: whoever calls it sees the name.
    const answer = await handler(JSON.parse(event), context).catch(({ name, code }) => ({ thrown: code ?? name }));
    const [importMs, importCpuMs] = between(started, imported);
    const [requestMs, requestCpuMs] = between(imported, now());
    const out = { importMs, requestMs, importCpuMs, requestCpuMs, answer };
    process.stdout.write('\\n' + JSON.stringify(out), () => process.exit(0));
  })();`;

/** Runs the bundle whose entry is `file` on one event. @throws Error when the process fails */
export async function invokeBundle(file: string, event: unknown): Promise<Invocation> {
  const { stdout, stderr, code } = await node(['--eval', program, file, JSON.stringify(event)]);
  // The stack is last; before it stands the line of the bundle in which it happened, which can be very long.
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${stderr.slice(-2_000)}`);
  // Metrics are lines of their own before it.
  return { ...(JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as Omit<Invocation, 'stderr'>), stderr };
}

/** Of Node's own modules those that are loaded with the code of the bundle whose entry is `file`, before any event. */
export async function modulesLoadedBy(file: string): Promise<string[]> {
  const listed = `
    const before = new Set(process.moduleLoadList);
    import(process.argv[1]).then(() => console.log(process.moduleLoadList.filter((name) => !before.has(name)).join()));`;
  const { stdout } = await node(['--eval', listed, file]);
  return stdout.trim().split(',');
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
          scope: 'resumes:write resumes:read embeddings:write matches:write jobs:write jobs:read compare:write',
        },
      },
      identity: {},
    },
  };
}

/** One event for each handler; where one needs a table, none answers. */
export const events: Record<string, unknown> = {
  health: http('GET', '/v1/health'),
  meta: http('GET', '/v1/openapi.json'),
  embed: http('POST', '/v1/embeddings', { input: 'wound care' }),
  'parse-resume': http('POST', '/v1/resumes/parse', { text: resumeText }),
  'match-jobs': http('POST', '/v1/matches', { resumeText, jobs: [job] }),
  'match-candidates': http('POST', '/v1/jobs/{id}/candidates', {}, { id: 'ward-nurse' }),
  'explain-match': http('POST', '/v1/matches/explain', { resumeText, job }),
  'expand-query': http('POST', '/v1/queries/expand', { query: 'ward nurse' }),
  // With no provider set up there is nobody to compare the rules with.
  compare: http('POST', '/v1/compare', {
    capability: 'parse',
    input: { text: resumeText },
    contenders: ['rules', 'bedrock'],
  }),
  'create-upload': http('POST', '/v1/uploads', { mediaType: 'application/pdf', bytes: 1000 }),
  jobs: http('GET', '/v1/jobs/{id}', undefined, { id: 'ward-nurse' }),
  resumes: http('GET', '/v1/resumes/{id}', undefined, { id: 'res_1' }),
  operations: http('GET', '/v1/operations/{id}', undefined, { id: 'op_AAAAAAAAAAAAAAAAAAAAAA' }),
  'embed-changes': { Records: [] },
  'run-operations': { Records: [] },
  // The metadata of EC2: refused without asking anybody.
  webhooks: http('POST', '/v1/webhooks', { url: 'https://169.254.169.254/' }),
  'deliver-webhooks': { Records: [] },
  'rebuild-vectors': { segment: 0, totalSegments: 1 },
  'watch-secrets': {},
  'validate-restore': { detail: {} },
  'guard-rollout': {},
};

/** The same parse with a document as the body, which the bundle reads in a worker of its own. */
export function documentEvent(bytes: Uint8Array, contentType: string): unknown {
  const event = http('POST', '/v1/resumes/parse');
  const body = Buffer.from(bytes).toString('base64');
  return { ...event, multiValueHeaders: { 'content-type': [contentType] }, body, isBase64Encoded: true };
}
