import type { SimTable } from '../../dev/simulators/account/dynamodb';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { restoreTable } from '../../ops/restore-table/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { type OperatorOptions, operator } from './operator';

const REGION = 'eu-west-1';
const AT = '2026-11-21T10:00:00Z';
const TARGET = 'tm-jobs-at-20261121T100000Z';
const STREAM = (table: string) =>
  `arn:aws:dynamodb:${REGION}:111111111111:table/${table}/stream/2026-11-22T12:00:00.000`;
const item = (id: string, title = 'Nurse') => ({ pk: { S: `JOB#${id}` }, sk: { S: 'JOB' }, title: { S: title } });

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
  const { stacks } = simulators.account.cloudFormation.in(REGION);
  stacks.set('TalentMatch-prod-data', { outputs: { jobsTable: 'tm-jobs', candidatesTable: 'tm-candidates' } });
  stacks.set('TalentMatch-prod-service', {});
  stacks.set('TalentMatch-prod-recovery', {});
  tables().set('tm-jobs', {
    streamArn: STREAM('tm-jobs'),
    isProtected: true,
    recoverable: ['2026-11-01T00:00:00Z', '2026-11-22T11:55:00Z'],
    tags: { application: 'talent-match', 'aws:cloudformation:stack-name': 'TalentMatch-prod-data' },
    indexes: { 'titan-1024': 'ACTIVE', 'word-256': 'ACTIVE' },
    keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/data',
    replicas: { 'eu-central-1': 'ACTIVE' },
    items: [item('a'), item('b', 'broken'), item('new')],
    itemsBefore: [item('a'), item('b'), item('gone')],
  });
  tables().set('tm-candidates', {
    recoverable: ['2026-11-01T00:00:00Z', '2026-11-22T11:55:00Z'],
    ttlAttribute: 'expiresAt',
  });
});
afterEach(() => simulators.close());

const tables = () => simulators.account.dynamoDb.in(REGION).tables;
const restored = () => tables().get(TARGET);
const restore = (more: readonly string[] = [], options: OperatorOptions = {}) =>
  operator(simulators, restoreTable, ['--stage', 'prod', '--table', 'jobs', '--to', AT, ...more], options);

/** All that the source has. */
const whole: Partial<SimTable> = {
  status: 'ACTIVE',
  streamArn: STREAM(TARGET),
  isProtected: true,
  recoverable: expect.anything(),
  tags: { application: 'talent-match' },
  indexes: { 'titan-1024': 'ACTIVE', 'word-256': 'ACTIVE' },
  keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/data',
};

describe('restore-table', () => {
  it('shows the plan and restores nothing without --yes', async () => {
    const { code, text } = await restore();
    expect(code).toBe(0);
    expect(text).toContain(`restored  ${TARGET} (to be made)`);
    expect(text).toContain('The replica in eu-central-1 is not restored');
    expect(restored()).toBeUndefined();
  });

  it('restores into a new table, with the settings that a restore does not carry over', async () => {
    const { code, text } = await restore(['--yes']);
    expect(code).toBe(0);
    expect(restored()).toMatchObject(whole);
    expect(text).toContain('set: stream NEW_AND_OLD_IMAGES');
    expect(text).toContain('set: point-in-time recovery');
    expect(text).toContain('set: tags application');
    expect(text).toContain('set: deletion protection');
    expect(text).toContain('vector index titan-1024: ACTIVE');
  });

  it('says how the restored table differs from the one in use', async () => {
    const { text } = await restore(['--yes']);
    expect(text).toContain('of 3 restored items 1 are the same now, 1 are other, 1 are gone');
    expect(text).toContain('of 3 items in use 1 are not in the restored table');
  });

  it('shows the cut-over, of the stacks that there are, and the way back', async () => {
    const { text, ran } = await restore(['--yes', '-c', 'alarmEmail=oncall@example.com']);
    const command = text.replaceAll(/ \\\n\s+/g, ' ');
    expect(command).toContain(
      'npx cdk deploy TalentMatch-prod-data TalentMatch-prod-service TalentMatch-prod-recovery --exclusively ' +
        '--require-approval never -c stage=prod -c region=eu-west-1 -c alarmEmail=oncall@example.com ' +
        `-c jobsTable=${TARGET} -c jobsTableStreamArn=${STREAM(TARGET)}`,
    );
    expect(text).toContain('The way back: the same cdk deploy without them, or with jobsTable=tm-jobs.');
    expect(ran).toEqual([]);
  });

  it('cuts over with --deploy, and fails as cdk does', async () => {
    const done = await restore(['--yes', '--deploy']);
    expect([done.code, done.ran]).toEqual([0, [expect.stringContaining(`-c jobsTable=${TARGET}`)]]);
    const failed = await restore(['--yes', '--deploy'], { exits: [1] });
    expect([failed.code, failed.text]).toEqual([1, expect.stringContaining('cdk deploy ended with code 1')]);
  });

  it('goes on after Ctrl-C while the restore is running', async () => {
    simulators.account.dynamoDb.in(REGION).restoreLooks = 5;
    const first = await restore(['--yes'], { interruptAt: 2 });
    expect([first.code, first.text]).toEqual([130, expect.stringContaining('goes on in AWS')]);
    expect(restored()?.status).toBe('CREATING');
    const second = await restore(['--yes']);
    expect([second.code, second.text]).toEqual([0, expect.stringContaining('(there already, CREATING)')]);
    expect(restored()).toMatchObject(whole);
  });

  it('goes on after a failure half-way through the settings', async () => {
    simulators.account.denied.add('dynamodb:UpdateContinuousBackups');
    const first = await restore(['--yes']);
    expect([first.code, first.text]).toEqual([1, expect.stringContaining('AccessDeniedException')]);
    expect(restored()).toMatchObject({ streamArn: STREAM(TARGET) });
    expect(restored()?.recoverable).toBeUndefined();
    simulators.account.denied.clear();
    const second = await restore(['--yes']);
    expect(second.code).toBe(0);
    expect(second.text).not.toContain('set: stream');
    expect(restored()).toMatchObject(whole);
  });

  it('makes the vector indexes that the restore did not bring, one at a time', async () => {
    simulators.account.dynamoDb.in(REGION).lostByRestore = new Set(['titan-1024', 'word-256']);
    const { code, text } = await restore(['--yes']);
    expect(code).toBe(0);
    expect(text).toContain('made: vector index word-256, which the restore did not bring');
    expect(restored()?.indexes).toEqual({ 'titan-1024': 'ACTIVE', 'word-256': 'ACTIVE' });
  });

  it('restores the expiry of stored resumes', async () => {
    const { code, text } = await operator(simulators, restoreTable, [
      '--stage=prod',
      '--table=candidates',
      `--to=${AT}`,
      '--yes',
    ]);
    expect(code).toBe(0);
    expect(tables().get('tm-candidates-at-20261121T100000Z')?.ttlAttribute).toBe('expiresAt');
    expect(text).toContain('-c candidatesTable=tm-candidates-at-20261121T100000Z');
    expect(text).not.toContain('jobsTableStreamArn');
  });

  it('deletes again who was deleted since, on request', async () => {
    const resumes = ['a', 'b', 'c', 'd', 'e'].map((id) => item(id));
    tables().set('tm-candidates', {
      recoverable: ['2026-11-01T00:00:00Z', '2026-11-22T11:55:00Z'],
      items: resumes.filter((_, i) => i !== 1 && i !== 4),
      itemsBefore: resumes,
    });
    const args = ['--stage=prod', '--table=candidates', `--to=${AT}`, '--yes'];
    const ids = () =>
      tables()
        .get('tm-candidates-at-20261121T100000Z')
        ?.items?.map(({ pk }) => pk);
    const kept = await operator(simulators, restoreTable, args);
    expect(kept.text).toContain('of 5 restored items 3 are the same now, 0 are other, 2 are gone');
    const { code, text } = await operator(simulators, restoreTable, [...args, '--forget-deleted']);
    expect([code, text]).toEqual([0, expect.stringContaining('deleted: 2 items that the table in use no longer has')]);
    expect(ids()).toEqual([0, 2, 3].map((i) => resumes[i]?.pk));
  });

  it.each([
    ['2026-10-01T00:00:00Z', 'can be restored to a time from 2026-11-01T00:00:00.000Z to 2026-11-22T11:55:00.000Z'],
    ['2026-11-22T11:59:00Z', 'can be restored to a time from'],
  ])('refuses %s, which is out of the window', async (to, message) => {
    const { code, text } = await operator(simulators, restoreTable, ['--stage=prod', '--table=jobs', `--to=${to}`]);
    expect([code, text]).toEqual([1, expect.stringContaining(message)]);
  });

  it('refuses a table without point-in-time recovery', async () => {
    tables().set('tm-jobs', {});
    const { code, text } = await restore(['--yes']);
    expect([code, text]).toEqual([1, expect.stringContaining('has no point-in-time recovery. Restore a backup')]);
  });

  it.each([
    [['--table', 'state', '--to', AT], '--table: state was given'],
    [['--table', 'jobs', '--to', '2026-11-21 10:00'], 'allowed: a time with its zone'],
    [['--table', 'jobs', '--to', '2027-01-01T00:00:00Z'], 'is in the future'],
    [['--table', 'jobs', '--to', AT, '-c', 'alarmEmail'], '-c takes KEY=VALUE, not "alarmEmail".'],
    [
      ['--table', 'jobs', '--to', AT, '-c', 'alarmEmial=a@example.com'],
      '-c alarmEmial: there is no such key; did you mean alarmEmail?',
    ],
  ])('refuses %j', async (args, message) => {
    const { code, text } = await operator(simulators, restoreTable, ['--stage', 'prod', ...args]);
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
  });
});
