/** `npm run smoke` as a process: against the laptop cloud, and against a deployment behind API Gateway's rules. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LaptopCloud, startLaptopCloud } from '../../dev/laptop-cloud';
import { type Gateway, SIGNER, startGateway } from './smoke/gateway';

// A busy machine takes its time.
jest.setTimeout(300_000);

let cloud: LaptopCloud;
let gateway: Gateway;
let outputs: Record<string, string>;
const folder = mkdtempSync(path.join(tmpdir(), 'smoke-'));
const file = path.join(folder, 'outputs.json');
beforeAll(async () => {
  cloud = await startLaptopCloud({ environment: {} });
  gateway = await startGateway(cloud.url);
  outputs = {
    ApiUrl: `${gateway.url}/`,
    Region: 'eu-west-1',
    UserPoolId: 'eu-west-1_AbCdEf',
    TokenUrl: new URL('/oauth2/token', gateway.url).href,
    SmokeClientId: 'smoke',
  };
  writeFileSync(
    file,
    JSON.stringify({ 'TalentMatch-prod-data': { jobsTable: 'x' }, 'TalentMatch-prod-service': outputs }),
  );
  cloud.simulators.account.cognito.clientSecrets.set('smoke', 'the-client-secret');
  cloud.simulators.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-service', { outputs });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
  await cloud.close();
});

function smoke(args: string[], environment: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: cloud.simulators.endpoints.account,
    AWS_ACCESS_KEY_ID: SIGNER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: SIGNER.secretAccessKey,
    ...environment,
  };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'ops/smoke.ts', ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const ORIGIN = ['--origin', 'http://localhost:3000'];
const stepsOf = (out: string): { name: string; outcome: string; says: string }[] => JSON.parse(out).steps;

describe('npm run smoke', () => {
  it('tries the laptop cloud without a key, and prints no colours into a pipe', async () => {
    const { code, out, err } = await smoke(['--url', `${cloud.url}/`], {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\nSmoke test of http:\/\/127\.0\.0\.1:\d+\n/);
    expect(out).toMatch(/ {2}ok {9}match finds it {2}200 {2,}\d+ ms {2}score \d+/);
    expect(out).toMatch(/13 ok · 3 not tried · slowest \d+ ms\nIt works\.\n/);
    expect(out).not.toContain('\u001b');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('finds the API and its sign-in in the outputs of a deployment, and leaves nothing untried', async () => {
    const { code, out } = await smoke(['--outputs', file, ...ORIGIN, '--strict', '--json']);
    expect(stepsOf(out).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ url: gateway.url, works: true });
    expect(code).toBe(0);
  });

  it('finds them by the name of the stage, and is strict about what cannot be tried', async () => {
    cloud.simulators.account.denied.add('cognito-idp:DescribeUserPoolClient');
    const args = ['--stage', 'prod', '--region', 'eu-west-1', ...ORIGIN, '--json'];
    const [lenient, strict] = await Promise.all([smoke(args), smoke([...args, '--strict'])]);
    cloud.simulators.account.denied.clear();
    expect(stepsOf(lenient.out).find(({ name }) => name === 'embed')).toMatchObject({
      outcome: 'not tried',
      says: 'needs cognito-idp:DescribeUserPoolClient',
    });
    expect([lenient.code, strict.code]).toEqual([0, 1]);
  });

  it('says where to look when something is wrong', async () => {
    gateway.spoil = (_method, target, reply) =>
      target === '/v1/health'
        ? { ...reply, status: 502, headers: {}, body: '{"message": "Internal server error"}' }
        : undefined;
    const { code, out } = await smoke(['--outputs', file]);
    gateway.spoil = () => undefined;
    expect(out).toContain('502 instead of 200, Internal server error.');
    expect(out).toContain('→ logs of the function health');
    expect(out).toContain('It does not work.');
    expect(code).toBe(1);
  });

  it('says that there is no such deployment, and what is wrong with a command line', async () => {
    const [absent, wrong] = await Promise.all([smoke(['--stage', 'dev', '--region', 'eu-west-1']), smoke([])]);
    expect(absent).toMatchObject({
      code: 1,
      err: 'There is no stack TalentMatch-dev-service in eu-west-1. Deploy it: npx cdk deploy --all\n',
    });
    expect(await smoke(['--outputs', 'not-there.json'])).toMatchObject({
      code: 1,
      err: 'not-there.json cannot be read (ENOENT).\n',
    });
    expect(await smoke(['--stage', 'prd'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--stage: prd was given; allowed: dev, staging or prod/),
    });
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^Say where the API is.*\n\nnpm run smoke -- /),
    });
  });
});
