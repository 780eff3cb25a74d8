/** Amazon SNS: who is subscribed to which topic, who has not said yes yet, and what was published. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimSubscription {
  protocol: string;
  endpoint: string;
  confirmed: boolean;
}

export interface SimNotification {
  topicArn: string;
  subject: string | undefined;
  message: string;
}

export interface SimTopics {
  /** Subscriptions by ARN. */
  topics: Map<string, SimSubscription[]>;
  /** The last that were published, oldest first. */
  notifications: SimNotification[];
  /** Told of each; nobody by default. */
  notify: (notification: SimNotification) => void;
}

const KEPT = 50;
const MAX_BYTES = 256 * 1024;

export function snsApi(): ControlApi & SimTopics {
  const topics: SimTopics['topics'] = new Map();
  const notifications: SimNotification[] = [];
  const api: ControlApi & SimTopics = {
    topics,
    notifications,
    notify: () => undefined,
    protocol: 'query',
    signingName: 'sns',
    operations: {
      Publish: operation(
        z.object({ TopicArn: z.string(), Subject: z.string().optional(), Message: z.string() }),
        ({ TopicArn, Subject, Message }) => {
          if (!topics.has(TopicArn)) throw new Refusal(404, 'NotFound', 'Topic does not exist');
          // A subject is a header of a mail. Source: SNS API reference, Publish.
          if (Subject !== undefined && !/^[!-~][ -~]{0,98}$/.test(Subject)) {
            throw new Refusal(400, 'InvalidParameter', 'Invalid parameter: Subject');
          }
          if (Message === '') throw new Refusal(400, 'InvalidParameter', 'Invalid parameter: Empty message');
          if (Buffer.byteLength(Message) > MAX_BYTES) {
            throw new Refusal(400, 'InvalidParameter', 'Invalid parameter: Message too long');
          }
          const notification = { topicArn: TopicArn, subject: Subject, message: Message };
          notifications.push(notification);
          notifications.splice(0, notifications.length - KEPT);
          api.notify(notification);
          return { MessageId: randomUUID() };
        },
      ),
      ListSubscriptions: operation(
        z.object({ NextToken: z.coerce.number().default(0) }),
        ({ NextToken: at }, { region, accountId }) => {
          const here = [...topics].filter(([arn]) => arn.split(':')[3] === region);
          const all = here.flatMap(([arn, list]) => list.map((one, i) => listed(arn, one, i, accountId)));
          // Pages of one, so that a caller who reads the first page only is found out.
          return {
            Subscriptions: all.slice(at, at + 1),
            ...(at + 1 < all.length && { NextToken: String(at + 1) }),
          };
        },
      ),
    },
  };
  return api;
}

function listed(TopicArn: string, { protocol, endpoint, confirmed }: SimSubscription, i: number, Owner: string) {
  const SubscriptionArn = confirmed ? `${TopicArn}:${i}` : 'PendingConfirmation';
  return { SubscriptionArn, Owner, Protocol: protocol, Endpoint: endpoint, TopicArn };
}
