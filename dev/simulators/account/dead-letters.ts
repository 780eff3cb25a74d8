/** Amazon SQS as operators use it: how many dead letters there are, and tasks that send them back. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimDeadLetters {
  waiting: number;
  /** Looks that a task takes to end; default 1. */
  looks?: number;
  /** Why a task fails. */
  failure?: string;
  /** Set by the simulator. */
  task?: { looks: number; moved: number };
}

export function deadLettersApi(): ControlApi & { queues: Map<string, SimDeadLetters> } {
  const queues = new Map<string, SimDeadLetters>();
  const named = (last: string): SimDeadLetters => {
    const found = [...queues].find(([arn]) => arn === last || arn.endsWith(`:${last}`))?.[1];
    if (found === undefined) {
      throw new Refusal(400, 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
    }
    return found;
  };
  return {
    /** By ARN. */
    queues,
    protocol: 'json',
    signingName: 'sqs',
    operations: {
      GetQueueUrl: operation(z.object({ QueueName: z.string() }), ({ QueueName }, { region, accountId }) => {
        named(QueueName);
        return { QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${QueueName}` };
      }),
      GetQueueAttributes: operation(z.object({ QueueUrl: z.string() }), ({ QueueUrl }) => ({
        Attributes: { ApproximateNumberOfMessages: String(named(QueueUrl.split('/').at(-1) ?? '').waiting) },
      })),
      StartMessageMoveTask: operation(z.object({ SourceArn: z.string() }), ({ SourceArn }) => {
        const queue = named(SourceArn);
        if (queue.task !== undefined && queue.task.looks > 0) {
          throw new Refusal(400, 'AWS.SimpleQueueService.UnsupportedOperation', 'There is already a task running.');
        }
        queue.task = { looks: queue.looks ?? 1, moved: queue.waiting };
        queue.waiting = queue.failure === undefined ? 0 : queue.waiting;
        return { TaskHandle: 'handle' };
      }),
      ListMessageMoveTasks: operation(z.object({ SourceArn: z.string() }), ({ SourceArn }) => {
        const { task, failure } = named(SourceArn);
        if (task === undefined) return { Results: [] };
        const isRunning = task.looks > 0;
        if (isRunning) task.looks -= 1;
        const ended = failure === undefined ? { Status: 'COMPLETED' } : { Status: 'FAILED', FailureReason: failure };
        return {
          Results: [
            {
              SourceArn,
              ...(isRunning ? { Status: 'RUNNING' } : ended),
              ApproximateNumberOfMessagesMoved: isRunning || failure !== undefined ? 0 : task.moved,
            },
          ],
        };
      }),
    },
  };
}
