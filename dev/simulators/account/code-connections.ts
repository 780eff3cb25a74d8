/** AWS CodeConnections: connections to a Git host, by ARN; the older name of the service answers the same. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

/** Status by ARN. A connection that CloudFormation or the CLI makes is PENDING until somebody completes it. */
export type SimConnections = Map<string, 'PENDING' | 'AVAILABLE' | 'ERROR'>;

export function codeConnectionsApi(
  signingName: 'codeconnections' | 'codestar-connections',
  connections: SimConnections,
): ControlApi & { connections: SimConnections } {
  return {
    connections,
    protocol: 'json',
    signingName,
    operations: {
      GetConnection: operation(z.object({ ConnectionArn: z.string() }), ({ ConnectionArn }, { accountId }) => {
        const ConnectionStatus = connections.get(ConnectionArn);
        if (ConnectionStatus === undefined) {
          throw new Refusal(400, 'ResourceNotFoundException', `Connection ${ConnectionArn} not found`);
        }
        return {
          Connection: {
            ConnectionArn,
            ConnectionStatus,
            ConnectionName: 'github',
            OwnerAccountId: accountId,
            ProviderType: 'GitHub',
          },
        };
      }),
    },
  };
}
