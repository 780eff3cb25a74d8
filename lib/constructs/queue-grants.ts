/** What a row of `lib/functions.ts` may do with queues of work: send to some, work one off. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionRow } from '../functions';
import { type QueueName, type WorkQueueRow, workQueues } from '../work-queues';
import type { WorkQueue } from './work-queue';

/** @param made undefined where no function of the stack has to do with them */
export function queueGrants(row: FunctionRow, made: Readonly<Record<QueueName, WorkQueue>> | undefined) {
  const environment: Record<string, string> = {};
  const statements: PolicyStatement[] = [];
  const at = (name: QueueName) => {
    if (made === undefined) throw new Error(`There is no queue ${name} in this stack.`);
    return made[name].queue;
  };
  for (const name of row.sendsTo ?? []) {
    environment[workQueues[name].variable] = at(name).queueUrl;
    statements.push(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [at(name).queueArn] }));
  }
  if (row.worksOff !== undefined) {
    const { variable, putsOff }: WorkQueueRow = workQueues[row.worksOff];
    const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    if (putsOff) {
      environment[variable] = at(row.worksOff).queueUrl;
      actions.push('ChangeMessageVisibility');
    }
    statements.push(
      new PolicyStatement({
        actions: actions.map((action) => `sqs:${action}`),
        resources: [at(row.worksOff).queueArn],
      }),
    );
  }
  return { environment, statements, reasons: {} };
}
