/** What a row of `lib/functions.ts` may do with queues of work: send to some, work one off. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionRow } from '../functions';
import { type QueueName, type WorkQueueRow, workQueues } from '../work-queues';
import type { Grants, Surroundings } from './grants';

export function queueGrants(row: FunctionRow, { queues: made }: Surroundings): Grants {
  const grants: Grants = { environment: {}, statements: [], reasons: {} };
  const at = (name: QueueName) => {
    if (made === undefined) throw new Error(`There is no queue ${name} in this stack.`);
    return made[name].queue;
  };
  for (const name of row.sendsTo ?? []) {
    grants.environment[workQueues[name].variable] = at(name).queueUrl;
    grants.statements.push(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [at(name).queueArn] }));
  }
  if (row.worksOff !== undefined) {
    const { variable, putsOff }: WorkQueueRow = workQueues[row.worksOff];
    const actions = [
      'ReceiveMessage',
      'DeleteMessage',
      'GetQueueAttributes',
      ...(putsOff ? ['ChangeMessageVisibility'] : []),
    ];
    if (putsOff) grants.environment[variable] = at(row.worksOff).queueUrl;
    grants.statements.push(
      new PolicyStatement({
        actions: actions.map((action) => `sqs:${action}`),
        resources: [at(row.worksOff).queueArn],
      }),
    );
  }
  return grants;
}
