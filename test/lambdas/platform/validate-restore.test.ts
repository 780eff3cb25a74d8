/** The whole of a restore test's validation on the wire: the event, the table, and the verdict that AWS Backup gets. */
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { readConfig } from '../../../lambdas/platform/config';
import * as services from '../../../lambdas/platform/container/validate-restore';
import { createPlatform, usePlatform } from '../../../lambdas/platform/platform';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

const tableArn = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;

describe('validate-restore on the wire', () => {
  let tables: LaptopTables;
  let simulators: Simulators;
  let counted: [string, number][];
  let itemsInSource: number;
  beforeEach(async () => {
    itemsInSource = 0;
    // DynamoDB counts every six hours, the emulator never.
    tables = await openLaptopTables({
      intercept: (operation) =>
        operation === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE', ItemCount: itemsInSource } } : undefined,
    });
    simulators = await startSimulators({ answers: sampleAnswers });
    counted = [];
    const config = {
      ...readConfig({}),
      endpoints: { dynamodb: tables.emulator.endpoint, backup: simulators.endpoints.account },
      credentials: DEMO_CREDENTIALS,
    };
    const telemetry = { count: (name: string, value: number) => counted.push([name, value]), measure() {}, event() {} };
    usePlatform(createPlatform(config, telemetry));
  });
  afterEach(async () => {
    await tables.close();
    await simulators.close();
  });

  const event = (detail: object = {}) => ({
    source: 'aws.backup',
    'detail-type': 'Restore Job State Change',
    detail: {
      restoreJobId: 'restore-1',
      status: 'COMPLETED',
      resourceType: 'DynamoDB',
      createdResourceArn: tableArn(tables.names.jobs),
      restoreTestingPlanArn: 'arn:aws:backup:us-east-1:123456789012:restore-testing-plan:monthly-1',
      sourceResourceArn: tableArn(tables.names.candidates),
      ...detail,
    },
  });
  const verdict = () => simulators.account.backup.restoreTests.get('restore-1');
  const known = () => simulators.account.backup.restoreTests.set('restore-1', undefined);

  it('files a success for a table whose jobs it can read', async () => {
    known();
    const jobs = dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock: testClock() });
    await jobs.put(sampleJob(), sampleFacts());

    await services.validateRestore(event());

    expect(verdict()).toEqual({ status: 'SUCCESSFUL', message: '1 items; 1 records were read.' });
    expect(counted).toEqual([['RestoreTestsFailed', 0]]);
  });

  it('files a failure for an empty table whose source is not, and counts it', async () => {
    known();
    itemsInSource = 12;

    await services.validateRestore(event());

    expect(verdict()).toEqual({ status: 'FAILED', message: 'Empty; the table it was made of has 12 items.' });
    expect(counted).toEqual([['RestoreTestsFailed', 1]]);
  });

  it('files a success for an empty table of an empty source', async () => {
    known();

    await services.validateRestore(event());

    expect(verdict()?.status).toBe('SUCCESSFUL');
  });

  it.each([
    ['a restore that a person asked for', { restoreTestingPlanArn: undefined }],
    ['a restore that is not done', { status: 'RUNNING' }],
    ['what is no table', { resourceType: 'S3', createdResourceArn: 'arn:aws:s3:::awsbackup-restore-test-1' }],
  ])('leaves %s alone', async (_what, detail) => {
    known();

    expect(await services.validateRestore(event(detail))).toBeUndefined();
    expect(verdict()).toBeUndefined();
    expect(simulators.faults.calls().account).toBeUndefined();
  });

  it('files nothing when the table does not answer, so that the next delivery can', async () => {
    known();
    const gone = event({ createdResourceArn: tableArn('gone') });

    await expect(services.validateRestore(gone)).rejects.toThrow();
    expect(verdict()).toBeUndefined();
  });
});
