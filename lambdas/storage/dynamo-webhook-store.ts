/** Webhooks in DynamoDB, each in one of the few places that an owner has, so that no two requests can make one too many. */
import { randomBytes } from 'node:crypto';
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import { MAX_WEBHOOKS, webhookSchema } from '../domain/webhook';
import type { Clock, StoredWebhook, WebhookPlace, WebhookStore } from '../ports';
import { answerOf, conditionHeld } from './store-error';
import { WEBHOOK_PREFIX } from './table-schema';

const itemSchema = z.object({ ...webhookSchema.shape, secret: z.string() });
type Item = NonNullable<Parameters<typeof unmarshall>[0]>;

export function dynamoWebhookStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): WebhookStore {
  const { client, table, clock } = deps;
  const keyOf = ({ owner, id }: WebhookPlace) => marshall({ pk: WEBHOOK_PREFIX + owner, sk: slotOf(id) });

  async function list(owner: string): Promise<StoredWebhook[]> {
    const { Items = [] } = await answerOf(
      client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': WEBHOOK_PREFIX + placeOwner(owner) }),
        }),
      ),
    );
    return Items.map((item) => webhookOf(item, placeOwner(owner))).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  return {
    list,

    async create(owner, { url, events, secret }) {
      const taken = new Set((await list(owner)).map(({ id }) => slotOf(id)));
      for (const slot of slots) {
        if (taken.has(slot)) continue;
        const id = `wh_${randomBytes(16).toString('base64url')}${slot}`;
        const createdAt = new Date(clock.now()).toISOString();
        const webhook = { id, url, events, state: 'active' as const, createdAt, lastAttempt: null };
        const place = { owner: placeOwner(owner), id };
        const put = new PutItemCommand({
          TableName: table,
          Item: { ...keyOf(place), ...marshall({ ...webhook, secret }) },
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        if (await conditionHeld(client.send(put))) return { ...webhook, secret, place };
      }
      return undefined;
    },

    async find(place) {
      const { Item } = await answerOf(
        client.send(new GetItemCommand({ TableName: table, Key: keyOf(place), ConsistentRead: true })),
      );
      const found = Item && webhookOf(Item, place.owner);
      return found?.id === place.id ? found : undefined;
    },

    async delete(owner, id) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: keyOf({ owner: placeOwner(owner), id }),
        ConditionExpression: 'id = :id',
        ExpressionAttributeValues: marshall({ ':id': id }),
      });
      return conditionHeld(client.send(command));
    },

    async note(place, { state, lastAttempt }) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(place),
        // Its place may have been given to another since.
        ConditionExpression: 'id = :id',
        UpdateExpression: 'SET #state = :state, lastAttempt = :lastAttempt',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({ ':id': place.id, ':state': state, ':lastAttempt': lastAttempt }),
      });
      await conditionHeld(client.send(command));
    },
  };
}

const slots = Array.from({ length: MAX_WEBHOOKS }, (_, slot) => String(slot));

/** The last character of an id is the place that it has among its owner's. */
function slotOf(id: string): string {
  return id.slice(-1);
}

/** Owners are hashed: deliveries name them, and need not say who they are. */
function placeOwner(owner: string): string {
  return sha256(owner).slice(0, 32);
}

function webhookOf(item: Item, owner: string): StoredWebhook {
  const webhook = itemSchema.parse(unmarshall(item));
  return { ...webhook, place: { owner, id: webhook.id } };
}
