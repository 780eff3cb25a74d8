/** Step Functions as the SDK's own client sees it. */
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { rebuildMachine } from '../../../dev/state-machine/rebuild-machine';
import { sampleAnswers } from './sample-answers';

const stateMachineArn = 'arn:aws:states:eu-west-1:111111111111:stateMachine:Machine';
const input = JSON.stringify({ parts: [{ segment: 0 }, { segment: 1 }] });

describe('simulated Step Functions', () => {
  let simulators: Simulators;
  let client: SFNClient;
  let finish: (() => void)[];
  beforeEach(async () => {
    simulators = await startSimulators({ answers: sampleAnswers });
    client = new SFNClient({
      region: 'eu-west-1',
      endpoint: simulators.endpoints.account,
      credentials: DEMO_CREDENTIALS,
      maxAttempts: 1,
    });
    finish = [];
    simulators.account.stepFunctions.stateMachines.set(stateMachineArn, {
      definition: async () => rebuildMachine(),
      run: {
        invoke: (_name, work) =>
          new Promise((resolve) => {
            finish.push(() => resolve({ ...(work as object), cursor: null }));
          }),
        pause: async () => undefined,
        random: () => 0,
      },
    });
  });
  afterEach(() => simulators.close());

  const done = (arn: string) => simulators.account.stepFunctions.executions.get(arn)?.done;
  async function started(): Promise<string> {
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
    while (finish.length < 2) await new Promise(setImmediate);
    return executionArn;
  }

  it('runs an execution, counts its items, and gives its output', async () => {
    const executionArn = await started();
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const mapRunArn = mapRuns[0]?.mapRunArn;
    expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:111111111111:mapRun:Machine\/Parts:/);
    const look = async () => (await client.send(new DescribeMapRunCommand({ mapRunArn }))).itemCounts;

    expect(await look()).toMatchObject({ total: 2, running: 2, succeeded: 0 });
    finish[0]?.();
    finish[1]?.();
    await done(executionArn);

    expect(await look()).toMatchObject({ total: 2, running: 0, succeeded: 2, failed: 0 });
    const { status, output, startDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('SUCCEEDED');
    expect(startDate).toBeInstanceOf(Date);
    expect(JSON.parse(output ?? '')).toEqual([
      { segment: 0, cursor: null },
      { segment: 1, cursor: null },
    ]);
  });

  it('lists executions by state, newest first', async () => {
    const executionArn = await started();
    const list = async (statusFilter: 'RUNNING' | 'SUCCEEDED') =>
      (await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }))).executions?.map(
        (each) => each.executionArn,
      );

    expect(await list('RUNNING')).toEqual([executionArn]);
    expect(await list('SUCCEEDED')).toEqual([]);
  });

  it('refuses what is not there, and an input that is not JSON, as the service does', async () => {
    const none = `${stateMachineArn}None`;
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: none, input }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, input: '{' }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
    await expect(client.send(new DescribeExecutionCommand({ executionArn: none }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});
