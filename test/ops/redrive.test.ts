import { type Simulators, startSimulators } from '../../dev/simulators/start';
import type { QueueName } from '../../lib/work-queues';
import { redrive } from '../../ops/redrive/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { operator } from './operator';

const REGION = 'eu-west-1';
const arnOf = (name: string) => `arn:aws:sqs:${REGION}:111111111111:TalentMatch-${name}-AbC`;
let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterEach(() => simulators.close());

const run = (...args: string[]) => operator(simulators, redrive, ['--stage', 'prod', ...args]);
const queue = (name: string) => simulators.account.deadLetters.queues.get(arnOf(name));

function deploy(waiting: Partial<Record<QueueName, number>>, more: { looks?: number; failure?: string } = {}) {
  const outputs = Object.fromEntries(Object.keys(waiting).map((name) => [`${name}DeadLetters`, arnOf(name)]));
  simulators.account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-service', { outputs });
  for (const [name, count] of Object.entries(waiting)) {
    simulators.account.deadLetters.queues.set(arnOf(name), { waiting: count, ...more });
  }
}

describe('redrive', () => {
  it('shows how many there are and changes nothing without --yes', async () => {
    deploy({ operations: 12, webhooks: 0 });
    const { code, text } = await run();
    expect(code).toBe(0);
    expect(text).toContain('operations         12 dead letters');
    expect(text).toContain('Nothing was changed. Add --yes to do it.');
    expect(simulators.account.actionsUsed).not.toContain('sqs:StartMessageMoveTask');
  });

  it('sends them back and waits for the end', async () => {
    deploy({ operations: 12, webhooks: 3, shadows: 2 }, { looks: 4 });
    const { code, text } = await run('--yes');
    expect(code).toBe(0);
    expect(text).toContain('shadows            2 sent back');
    expect(text).toContain('operations         12 sent back');
    expect(text).toContain('webhooks           3 sent back');
    expect([queue('operations')?.waiting, queue('webhooks')?.waiting]).toEqual([0, 0]);
  });

  it('takes one queue alone', async () => {
    deploy({ operations: 12, webhooks: 3 });
    const { text } = await run('--queue', 'webhooks', '--yes');
    expect(text).not.toContain('operations');
    expect([queue('operations')?.waiting, queue('webhooks')?.waiting]).toEqual([12, 0]);
  });

  it('takes those that there are, in a stage of an older release too', async () => {
    deploy({ operations: 1, webhooks: 0 });
    const { code, text } = await run('--yes');
    expect(code).toBe(0);
    expect(text).not.toContain('shadows');
  });

  it('goes on with a task that is under way', async () => {
    deploy({ operations: 12, webhooks: 0 });
    const operations = queue('operations');
    if (operations !== undefined) operations.task = { looks: 3, moved: 7 };
    const { code, text } = await run('--yes');
    expect(code).toBe(0);
    expect(text).toContain('operations         7 sent back');
    expect(simulators.account.actionsUsed).not.toContain('sqs:StartMessageMoveTask');
  });

  it('has nothing to do where there are none', async () => {
    deploy({ operations: 0, webhooks: 0 });
    expect((await run('--yes')).text).toContain('There is nothing to do.');
  });

  it.each([
    [
      'a queue that there is not',
      ['--queue', 'jobs'],
      2,
      '--queue: jobs was given; allowed: operations, webhooks, shadows',
    ],
    ['a stage that is not deployed', ['--yes'], 1, 'is it deployed?'],
  ])('refuses %s', async (_, args, code, words) => {
    const session = await run(...args);
    expect([session.code, session.text.includes(words)]).toEqual([code, true]);
  });

  it('says why SQS stopped', async () => {
    deploy({ operations: 2, webhooks: 0 }, { failure: 'AWS.SimpleQueueService.KmsAccessDenied' });
    const { code, text } = await run('--yes');
    expect(code).toBe(1);
    expect(text).toContain(
      'operations: SQS stopped (AWS.SimpleQueueService.KmsAccessDenied); run the same command again.',
    );
  });
});
