import { BOOTSTRAP_PARAMETER } from '../../dev/simulators/account/ssm';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { stageConfig } from '../../lib/stages';
import { failOver } from '../../ops/fail-over/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { type OperatorOptions, operator } from './operator';

const HOME = 'eu-west-1';
const SECOND = 'eu-central-1';
const JOBS = 'TalentMatch-prod-data-JobsDF1CC2D4-1ABC';
const CANDIDATES = 'TalentMatch-prod-data-CandidatesD2043412-1ABC';
const STREAM = `arn:aws:dynamodb:${SECOND}:111111111111:table/${JOBS}/stream/2026-11-21T00:00:00.000`;
const SECRET = `arn:aws:secretsmanager:${SECOND}:111111111111:secret:OpenAi99D569F8-Ab12Cd`;
const key = (id: string) => `arn:aws:kms:${SECOND}:111111111111:key/${id}`;

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
  const { secrets } = simulators.account.secrets;
  secrets.set(SECRET, { versions: 2, description: 'Talent Match: key of OpenAi', tags: { stage: 'prod' } });
  secrets.set(SECRET.replace('Ab12Cd', 'Zz99Zz'), {
    versions: 2,
    description: 'Talent Match: key of OpenAi',
    tags: { stage: 'staging' },
  });
  for (const region of [HOME, SECOND]) {
    const other = region === HOME ? SECOND : HOME;
    const replicas = { [other]: 'ACTIVE' };
    tables(region).set(JOBS, {
      streamArn: STREAM.replace(SECOND, region),
      keyArn: key('jobs').replace(SECOND, region),
      indexes: { 'titan-1024': 'ACTIVE' },
      replicas,
    });
    tables(region).set(CANDIDATES, { keyArn: key('candidates').replace(SECOND, region), replicas });
    tables(region).set('TalentMatch-prod-data-State1C20CC9A-1ABC', {});
    tables(region).set('TalentMatch-staging-data-JobsDF1CC2D4-1ABC', {});
  }
});
afterEach(() => simulators.close());

const tables = (region: string) => simulators.account.dynamoDb.in(region).tables;
const fail = (more: readonly string[] = [], options: OperatorOptions = {}) =>
  operator(
    simulators,
    failOver,
    ['--stage', 'prod', '--to', SECOND, '-c', 'alarmEmail=oncall@example.com', ...more],
    options,
  );
/** The context of a `cdk deploy` command line. */
const contextOf = (command: string) =>
  Object.fromEntries([...command.matchAll(/-c ([A-Za-z]+)=(\S+)/g)].map(([, name, value]) => [name, value]));

describe('fail-over', () => {
  it('shows the deployment to the second region and runs nothing without --yes', async () => {
    const { code, text, ran } = await fail();
    expect([code, ran]).toEqual([0, []]);
    expect(contextOf(text)).toEqual({
      alarmEmail: 'oncall@example.com',
      stage: 'prod',
      region: SECOND,
      homeRegion: HOME,
      backups: 'false',
      openAi: SECRET,
      huggingFace: 'none',
      jobsTable: JOBS,
      jobsTableStreamArn: STREAM,
      jobsTableKeyArn: key('jobs'),
      candidatesTable: CANDIDATES,
      candidatesTableKeyArn: key('candidates'),
    });
  });

  it('gives a context that the stacks take', async () => {
    const { text } = await fail();
    expect(() => stageConfig(contextOf(text), { account: '111111111111' })).not.toThrow();
  });

  it('runs it with --yes, and says how callers are moved', async () => {
    simulators.account.cloudFormation
      .in(SECOND)
      .stacks.set('TalentMatch-prod-service', { outputs: { ApiUrl: 'https://api.example.com/prod/' } });
    const { code, text, ran } = await fail(['--yes']);
    expect(code).toBe(0);
    expect(ran).toEqual([
      expect.stringMatching(
        /^npx cdk deploy TalentMatch-prod-foundation TalentMatch-prod-data TalentMatch-prod-service TalentMatch-prod-observability --exclusively /,
      ),
    ]);
    expect(text).toContain('Callers use the address of the API itself: https://api.example.com/prod/.');
  });

  it('asks the home region nothing, as it may be down', async () => {
    for (const region of [HOME]) tables(region).clear();
    simulators.account.ssm.in(HOME).parameters.clear();
    expect((await fail(['--yes'])).code).toBe(0);
  });

  it('moves the DNS record of a domain, and leaves out what belongs to the home region', async () => {
    const { text } = await fail([
      ...['-c', 'domainName=api.example.com', '-c', 'hostedZoneId=Z0123456789', '-c', 'hostedZoneName=example.com'],
      ...['-c', `certificateArn=arn:aws:acm:${SECOND}:111111111111:certificate/1`, '-c', `replicaRegion=${SECOND}`],
    ]);
    expect(contextOf(text)).toMatchObject({ domainName: 'api.example.com' });
    expect(contextOf(text)).not.toHaveProperty('hostedZoneId');
    expect(contextOf(text)).not.toHaveProperty('replicaRegion');
    expect(text).toContain('left out replicaRegion: replicas are made by the home region');
    expect(text).toContain('aws route53 change-resource-record-sets --hosted-zone-id Z0123456789');
    const batch = /--change-batch '(.+)'/.exec(text)?.[1] ?? '';
    expect(JSON.parse(batch).Changes[0]).toMatchObject({
      Action: 'UPSERT',
      ResourceRecordSet: { Name: 'api.example.com' },
    });
  });

  it('refuses a certificate of the home region', async () => {
    const { code, text } = await fail(['-c', `certificateArn=arn:aws:acm:${HOME}:111111111111:certificate/1`]);
    expect([code, text]).toEqual([
      1,
      expect.stringContaining(`-c certificateArn: it is of ${HOME}; give one of ${SECOND}.`),
    ]);
  });

  it('stops when a replica is missing', async () => {
    tables(SECOND).delete(CANDIDATES);
    const { code, text, ran } = await fail(['--yes']);
    expect([code, ran]).toEqual([1, []]);
    expect(text).toContain(`There is no candidates table TalentMatch-prod-data-Candidates… in ${SECOND}.`);
    expect(text).toContain('restore the copy of a backup');
  });

  it('asks which table, when there are more', async () => {
    tables(SECOND).set(`${JOBS}-at-20261101T000000Z`, { streamArn: STREAM });
    const { code, text } = await fail(['--yes']);
    expect([code, text]).toEqual([1, expect.stringContaining('Say which: --jobs-table NAME')]);
    expect((await fail(['--yes', '--jobs-table', JOBS])).code).toBe(0);
  });

  it('stops when a replica is not ready, and goes on while its vector indexes are built', async () => {
    tables(SECOND).set(JOBS, { status: 'CREATING', looksUntilActive: 9 });
    const { code, text, ran } = await fail(['--yes']);
    expect([code, ran, text]).toEqual([1, [], expect.stringContaining(`${JOBS} is CREATING.`)]);
    tables(SECOND).set(JOBS, {
      streamArn: STREAM,
      keyArn: key('jobs'),
      indexes: { 'titan-1024': 'CREATING' },
      looksUntilIndexed: 9,
      replicas: { [HOME]: 'ACTIVE' },
    });
    const again = await fail(['--yes']);
    expect(again.code).toBe(0);
    expect(again.text).toContain('Vector index titan-1024 is being built; until then matches are found by words');
  });

  it('says what mends a region that is not bootstrapped, or too long ago', async () => {
    const { parameters } = simulators.account.ssm.in(SECOND);
    parameters.set(BOOTSTRAP_PARAMETER, '5');
    expect((await fail(['--yes'])).text).toContain('is version 5; 6 is needed');
    parameters.delete(BOOTSTRAP_PARAMETER);
    const { code, text, ran } = await fail(['--yes']);
    expect([code, ran]).toEqual([1, []]);
    expect(text).toContain(`npx cdk bootstrap aws://111111111111/${SECOND}`);
  });

  it('says that a vendor key has no copy there', async () => {
    simulators.account.secrets.secrets.clear();
    const { text } = await fail(['-c', 'openAi=create']);
    expect(text).toContain(`openAi: has no copy in ${SECOND}`);
    expect(contextOf(text).openAi).toBe('none');
  });

  it('shows the way back, after a look at the tables at home', async () => {
    const { code, text, ran } = await fail(['--back']);
    expect([code, ran]).toEqual([0, []]);
    expect(text).toContain(`table   ${JOBS} in ${HOME}: ACTIVE`);
    expect(text).toContain('npx cdk destroy TalentMatch-prod-observability TalentMatch-prod-service --exclusively');
    tables(HOME).set(JOBS, { status: 'CREATING', looksUntilActive: 9 });
    expect((await fail(['--back'])).code).toBe(1);
  });

  it('fails as cdk does', async () => {
    const { code, text } = await fail(['--yes'], { exits: [1] });
    expect([code, text]).toEqual([1, expect.stringContaining('cdk deploy ended with code 1')]);
  });

  it.each([
    [['--to', 'frankfurt'], '--to: frankfurt was given'],
    [['--to', HOME], `--to: ${HOME} is the home region itself`],
  ])('refuses %j', async (args, message) => {
    const { code, text } = await operator(simulators, failOver, ['--stage', 'prod', ...args]);
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
  });
});
