/** Every item of the jobs table of a laptop cloud. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LaptopCloud } from '../../dev/laptop-cloud';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';

export async function itemsOf(cloud: LaptopCloud): Promise<Record<string, unknown>[]> {
  const { JOBS_TABLE: TableName, AWS_REGION: region, credentials } = cloud.config;
  const timeouts = { connectMs: 1_000, requestMs: 30_000 };
  const client = dynamoDbClient({
    region,
    endpoint: cloud.dynamodb.endpoint,
    ...(credentials && { credentials }),
    timeouts,
  });
  try {
    const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName }));
    expect(LastEvaluatedKey).toBeUndefined();
    return Items.map((item) => unmarshall(item));
  } finally {
    client.destroy();
  }
}
