/** The state machine that rebuilds vectors, as states: parts side by side, each sent back to its function until it is done. */
import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DistributedMap,
  type IChainable,
  JitterType,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { REBUILD_CONCURRENCY } from '../../lambdas/domain/vector-rebuild';

/**
 * Input: `{"parts": [...]}`, each a work item of `domain/vector-rebuild`. Output: the list of them as they ended.
 *
 * The parts stand in the input, as they are segments of a scan and not jobs: two hundred at most, far below the 256 KiB
 * of an input, where a list in S3 would need a bucket, a grant, and a writer of its own. Each part is an execution of its
 * own, so its loop may go on for days and has its own history.
 *
 * No failed part is tolerated (the default, which the construct leaves out): a part fails after a quarter to half an hour of
 * trying, when whatever is down is down for all of them.
 * A failed execution can be redriven, and goes on where each part stood.
 */
export function rebuildDefinition(scope: Construct, rebuildVectors: IFunction): IChainable {
  const rebuild = new LambdaInvoke(scope, 'Rebuild', {
    lambdaFunction: rebuildVectors,
    outputPath: '$.Payload',
    // Below, with the waits that a model's quota needs.
    retryOnServiceExceptions: false,
  });
  // A work item that is wrong, or of a space that is not there, will be so again.
  rebuild.addRetry({ errors: ['ZodError', 'RangeError'], maxAttempts: 0 });
  rebuild.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(10),
    backoffRate: 2,
    maxDelay: Duration.minutes(5),
    maxAttempts: 10,
    jitterStrategy: JitterType.FULL,
  });
  const isDone = new Choice(scope, 'Is it done?')
    .when(Condition.isNull('$.cursor'), new Succeed(scope, 'Done'))
    .otherwise(rebuild);
  return new DistributedMap(scope, 'Parts', {
    label: 'Parts',
    itemsPath: '$.parts',
    maxConcurrency: REBUILD_CONCURRENCY,
    mapExecutionType: StateMachineType.STANDARD,
  }).itemProcessor(rebuild.next(isDone));
}
