/** Stored resumes in DynamoDB, under their owner, until they expire; beside each a row with the words it is found by. */
import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { DomainError } from '../domain/errors';
import { type ParsedResume, parsedResumeSchema } from '../domain/resume';
import type { Call, Clock, ResumeStore } from '../ports';
import { MAX_PACKED_BYTES, packedTextSchema, packText, unpackText } from './packed-text';
import { answerOf, endingWith } from './store-error';
import { RESUME_PREFIX, RESUME_TERMS_PREFIX } from './table-schema';

const itemSchema = z.object({ resume: packedTextSchema, expiresAt: z.number() });
const SECONDS_PER_DAY = 86_400;
/** Kept of the time of a call for saying that it was not stored. */
const REPLY_MS = 300;

export const resumeKey = (owner: string, id: string) => ({ pk: RESUME_PREFIX + owner, sk: id });
const termsKey = (owner: string, id: string) => ({ pk: RESUME_TERMS_PREFIX + owner, sk: id });

/** @throws Error when the item is not a resume as this code writes them */
export function readStoredResume(item: unknown): { resume: ParsedResume; expiresAt: number } {
  const { resume, expiresAt } = itemSchema.parse(item);
  return { resume: parsedResumeSchema.parse(JSON.parse(unpackText(resume))), expiresAt };
}

/** @param deps.retentionDays days until a resume is gone, whether or not its owner deletes it */
export function dynamoResumeStore(deps: {
  client: DynamoDBClient;
  table: string;
  clock: Clock;
  retentionDays: number;
}): ResumeStore {
  const { client, table, clock, retentionDays } = deps;
  const keyOf = (owner: string, id: string) => marshall(resumeKey(owner, id));
  const nowSeconds = () => Math.floor(clock.now() / 1000);
  const leftMs = (call: Call) => Math.max(1, call.deadline - clock.now() - REPLY_MS);

  return {
    async put(owner, resume, call, terms = []) {
      const id = resume.id ?? `res_${randomBytes(16).toString('base64url')}`;
      const createdAt = resume.createdAt ?? new Date(clock.now()).toISOString();
      const stored = { ...resume, id, createdAt };
      const packed = packText(JSON.stringify(stored));
      if (packed.length > MAX_PACKED_BYTES) {
        throw new DomainError('PAYLOAD_TOO_LARGE', 'The resume is too large to be stored.');
      }
      const expiresAt = nowSeconds() + retentionDays * SECONDS_PER_DAY;
      const ending = call && { abortSignal: AbortSignal.any([call.signal, AbortSignal.timeout(leftMs(call))]) };
      const write = (Item: Record<string, AttributeValue>) =>
        answerOf(client.send(new PutItemCommand({ TableName: table, Item }), ending));
      // The resume before its row: a row is never left without a resume by which its owner can delete it.
      await write({ ...keyOf(owner, id), ...marshall({ resume: packed, expiresAt }) });
      await write(marshall({ ...termsKey(owner, id), terms: terms.join('\n'), expiresAt }));
      return stored;
    },

    async get(owner, id, call) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(owner, id), ConsistentRead: true });
      const { Item } = await answerOf(client.send(command, endingWith(call)));
      if (Item === undefined) return undefined;
      const { resume, expiresAt } = readStoredResume(unmarshall(Item));
      // DynamoDB removes expired items late.
      return expiresAt <= nowSeconds() ? undefined : resume;
    },

    async delete(owner, id, call) {
      // And the row before the resume, for the same reason.
      await answerOf(
        client.send(new DeleteItemCommand({ TableName: table, Key: marshall(termsKey(owner, id)) }), endingWith(call)),
      );
      const command = new DeleteItemCommand({ TableName: table, Key: keyOf(owner, id), ReturnValues: 'ALL_OLD' });
      const { Attributes } = await answerOf(client.send(command, endingWith(call)));
      return Attributes !== undefined;
    },
  };
}
