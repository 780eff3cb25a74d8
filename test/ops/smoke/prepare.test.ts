/** What the smoke test gathers before it starts, and how it names what is missing. */
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { awsAccess } from '../../../ops/aws-access';
import { readCommandLine } from '../../../ops/smoke/command-line';
import { prepare } from '../../../ops/smoke/prepare';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { type Gateway, SIGNER, startGateway, TOKEN } from './gateway';

let simulators: Simulators;
let gateway: Gateway;
beforeAll(async () => {
  simulators = await startSimulators({
    answers: sampleAnswers,
    secrets: { smoke: '{"clientSecret":"the-client-secret"}' },
  });
  gateway = await startGateway('http://127.0.0.1:1');
});
afterAll(async () => {
  await gateway.close();
  await simulators.close();
});

async function prepared(args: string[], environment: Record<string, string> = {}) {
  const options = readCommandLine(args, environment);
  if (options === undefined) throw new Error('help was asked for');
  const aws = awsAccess({ endpoint: simulators.endpoints.account, credentials: SIGNER });
  return prepare(options, environment, aws).finally(() => aws.close());
}

const API = 'https://abc123.execute-api.eu-central-1.amazonaws.com/prod/';

describe('preparing the smoke test', () => {
  it('takes address and token as given, without a slash at the end', async () => {
    const { target, missing } = await prepared(['--url', API, '--api-key', 'k'], { SMOKE_TOKEN: 'abc' });
    expect(target).toMatchObject({ url: API.slice(0, -1), token: 'abc', apiKey: 'k' });
    expect([...missing.keys()]).not.toContain('token');
  });

  it('says what it lacks', async () => {
    const { missing } = await prepared(['--url', API]);
    expect(missing.get('token')).toBe('no --token, and no smoke client');
    expect(missing.get('origin')).toBe('no --origin');
    expect(missing.has('cloud')).toBe(false);
  });

  it('lets the laptop cloud do without token and signature', async () => {
    const { missing, isLaptop } = await prepared(['--url', 'http://localhost:3000']);
    expect([isLaptop, [...missing.keys()]]).toEqual([true, ['cloud']]);
  });

  it('signs in as a client whose secret is in Secrets Manager', async () => {
    const tokenUrl = new URL('/oauth2/token', gateway.url).href;
    const client = ['--client-id', 'smoke', '--secret-id', 'smoke', '--token-url', tokenUrl];
    expect((await prepared(['--url', API, ...client])).target.token).toBe(TOKEN);
    const wrong = prepared(['--url', API, '--client-id', 'other', ...client.slice(2)]);
    await expect(wrong).rejects.toThrow('The token endpoint answered 400 and gave no token.');
  });
});

describe('the command line of the smoke test', () => {
  it.each([
    [[], 'one of --url, --stage and --outputs'],
    [['--url', 'https://a.example.com', '--stage', 'dev'], 'one of --url, --stage and --outputs'],
    [['--url', 'a.example.com'], '--url must start with https:// or http://, not "a.example.com".'],
    [['--stage', 'dev', '--client-id', 'x'], '--client-id, --secret-id and --token-url go together.'],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args, {})).toThrow(message);
  });

  it('asks nothing of somebody who wants help', () => {
    expect(readCommandLine(['-h'], {})).toBeUndefined();
  });
});
