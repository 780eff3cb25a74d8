/** Amazon Cognito: user pools, and their app clients with their secrets. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export function cognitoApi(): ControlApi & { clientSecrets: Map<string, string>; pools: Set<string> } {
  /** By client id. */
  const clientSecrets = new Map<string, string>();
  /** By id. */
  const pools = new Set<string>();
  return {
    clientSecrets,
    pools,
    protocol: 'json',
    signingName: 'cognito-idp',
    operations: {
      DescribeUserPool: operation(z.object({ UserPoolId: z.string() }), ({ UserPoolId }) => {
        if (!pools.has(UserPoolId)) {
          throw new Refusal(400, 'ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
        }
        return { UserPool: { Id: UserPoolId, Name: 'users' } };
      }),
      DescribeUserPoolClient: operation(
        z.object({ UserPoolId: z.string(), ClientId: z.string() }),
        ({ UserPoolId, ClientId }) => {
          const ClientSecret = clientSecrets.get(ClientId);
          if (ClientSecret === undefined) {
            throw new Refusal(400, 'ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
          }
          return { UserPoolClient: { UserPoolId, ClientId, ClientSecret, AllowedOAuthFlows: ['client_credentials'] } };
        },
      ),
    },
  };
}
