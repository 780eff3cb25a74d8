/** Amazon SNS: who is subscribed to which topic, and who has not said yes yet. */
import * as z from 'zod';
import { type ControlApi, operation } from './api';

export interface SimSubscription {
  protocol: string;
  endpoint: string;
  confirmed: boolean;
}

export function snsApi(): ControlApi & { topics: Map<string, SimSubscription[]> } {
  const topics = new Map<string, SimSubscription[]>();
  return {
    /** By ARN. */
    topics,
    protocol: 'query',
    signingName: 'sns',
    operations: {
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
}

function listed(TopicArn: string, { protocol, endpoint, confirmed }: SimSubscription, i: number, Owner: string) {
  const SubscriptionArn = confirmed ? `${TopicArn}:${i}` : 'PendingConfirmation';
  return { SubscriptionArn, Owner, Protocol: protocol, Endpoint: endpoint, TopicArn };
}
