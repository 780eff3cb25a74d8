/** Leaves the verdict of an evaluation where the guard of a stage's rollout looks for it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Evaluation } from '../lambdas/domain/rollout-guard';
import { putEvaluation } from '../lambdas/storage/dynamo-rollout-memory';
import type { AwsAccess } from '../ops/aws-access';
import { stackOutputs } from '../ops/stack-outputs';
import { CaseFault } from './labelled-cases';

/** @throws CaseFault when there is no such stage in the region */
export async function recordEvaluation(
  aws: AwsAccess,
  { stage, region }: { stage: string; region: string },
  evaluation: Evaluation,
): Promise<void> {
  const stack = `TalentMatch-${stage}-data`;
  const table = (await stackOutputs(aws, region, stack))?.stateTable;
  if (table === undefined) throw new CaseFault(`There is no stack ${stack} with a state table in ${region}.`);
  await putEvaluation({ client: new DynamoDBClient(aws.client(region)), table }, evaluation);
}
