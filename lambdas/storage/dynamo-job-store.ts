/** Jobs in DynamoDB: one item a job, with its vectors beside it for as long as the text they were made of stands. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson, sha256 } from '../domain/canonical-json';
import type { Clock, JobStore, StoredJob } from '../ports';
import { readAll } from './batches';
import { answerOf, endingWith, storeUnavailable } from './store-error';
import { readStoredJob, STORED_JOB_ATTRIBUTES } from './stored-job';
import { DEFAULT_MARKET, jobKey } from './table-schema';

const headSchema = z.object({
  contentHash: z.string(),
  textHash: z.string(),
  updatedAt: z.string(),
});

/** Rounds of reading and writing while others write the same job. */
const MAX_ROUNDS = 10;

export function dynamoJobStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): JobStore {
  const { client, table, clock } = deps;

  async function head(id: string): Promise<z.infer<typeof headSchema> | undefined> {
    const { Item } = await answerOf(
      client.send(
        new GetItemCommand({
          TableName: table,
          Key: marshall(jobKey(id)),
          ConsistentRead: true,
          ProjectionExpression: Object.keys(headSchema.shape).join(', '),
        }),
      ),
    );
    return Item === undefined ? undefined : headSchema.parse(unmarshall(Item));
  }

  /** Writes if nobody has since `seen`; an item whose text is the same keeps its vectors. */
  async function write(
    attributes: Record<string, string>,
    seen: z.infer<typeof headSchema> | undefined,
  ): Promise<boolean> {
    const { pk, sk, ...rest } = attributes;
    const condition =
      seen === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'contentHash = :seen' };
    const seenValues = seen === undefined ? {} : { ':seen': seen.contentHash };
    try {
      if (seen?.textHash === rest.textHash) {
        const absent = ['remote', 'employmentType', 'seniority'].filter((name) => !(name in rest));
        const names = Object.keys(rest);
        await answerOf(
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: marshall({ pk, sk }),
              UpdateExpression: [
                `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
                ...(absent.length === 0 ? [] : [`REMOVE ${absent.map((name) => `#${name}`).join(', ')}`]),
              ].join(' '),
              ...condition,
              ExpressionAttributeNames: Object.fromEntries([...names, ...absent].map((name) => [`#${name}`, name])),
              ExpressionAttributeValues: marshall({
                ...Object.fromEntries(names.map((name) => [`:${name}`, rest[name]])),
                ...seenValues,
              }),
            }),
          ),
        );
      } else {
        await answerOf(
          client.send(
            new PutItemCommand({
              TableName: table,
              Item: marshall(attributes),
              ...condition,
              ...(seen === undefined ? {} : { ExpressionAttributeValues: marshall(seenValues) }),
            }),
          ),
        );
      }
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    async put(job, facts) {
      // Facts of another version are another content: what follows the stream has to look at the job again.
      const contentHash = sha256(canonicalJson({ job, factsVersion: facts.version }));
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const seen = await head(job.id);
        if (seen?.contentHash === contentHash) {
          return { created: false, updatedAt: seen.updatedAt };
        }
        const updatedAt = new Date(clock.now()).toISOString();
        const isWritten = await write(toAttributes({ job, facts, contentHash, updatedAt }), seen);
        if (isWritten) return { created: seen === undefined, updatedAt };
      }
      throw storeUnavailable();
    },

    async get(id, call) {
      const { Item } = await answerOf(
        client.send(
          new GetItemCommand({
            TableName: table,
            Key: marshall(jobKey(id)),
            ConsistentRead: true,
            ProjectionExpression: STORED_JOB_ATTRIBUTES.join(', '),
          }),
          endingWith(call),
        ),
      );
      return Item === undefined ? undefined : readStoredJob(unmarshall(Item));
    },

    async getMany(ids, call) {
      const keys = [...new Set(ids)].map((id) => marshall(jobKey(id)));
      const items = await readAll(client, table, keys, STORED_JOB_ATTRIBUTES, call);
      return items.map((item) => readStoredJob(unmarshall(item)));
    },

    async delete(id) {
      const { Attributes } = await answerOf(
        client.send(new DeleteItemCommand({ TableName: table, Key: marshall(jobKey(id)), ReturnValues: 'ALL_OLD' })),
      );
      return Attributes !== undefined;
    },
  };
}

/** What searches filter by stands beside the job, as sent or as read from its text; a market always. */
function toAttributes({ job, facts, contentHash, updatedAt }: StoredJob): Record<string, string> {
  const remote = job.remote ?? facts.remote ?? undefined;
  const seniority = job.seniority ?? facts.seniority ?? undefined;
  return {
    ...jobKey(job.id),
    job: JSON.stringify(job),
    facts: JSON.stringify(facts),
    contentHash,
    textHash: sha256(facts.embeddingText),
    updatedAt,
    market: job.market ?? DEFAULT_MARKET,
    ...(remote === undefined ? {} : { remote }),
    ...(job.employmentType === undefined ? {} : { employmentType: job.employmentType }),
    ...(seniority === undefined ? {} : { seniority }),
  };
}
