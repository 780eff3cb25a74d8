/** Amazon SNS: who is subscribed to a topic, and who has not said yes yet. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimSubscription {
  protocol: string;
  endpoint: string;
  confirmed: boolean;
}

export function snsApi(): ControlApi & { topics: Map<string, SimSubscription[]> } {
  const topics = new Map<string, SimSubscription[]>();
  return {
    topics,
    protocol: 'query',
    signingName: 'sns',
    operations: {
      ListSubscriptionsByTopic: operation(z.object({ TopicArn: z.string() }), ({ TopicArn }, { accountId }) => {
        const found = topics.get(TopicArn);
        if (found === undefined) throw new Refusal(404, 'NotFound', 'Topic does not exist');
        return {
          Subscriptions: found.map(({ protocol, endpoint, confirmed }, i) => ({
            SubscriptionArn: confirmed ? `${TopicArn}:${i}` : 'PendingConfirmation',
            Owner: accountId,
            Protocol: protocol,
            Endpoint: endpoint,
            TopicArn,
          })),
        };
      }),
    },
  };
}
