/** Amazon Cognito: the app clients of a user pool, with their secrets. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export function cognitoApi(): ControlApi & { clientSecrets: Map<string, string> } {
  /** By client id. */
  const clientSecrets = new Map<string, string>();
  return {
    clientSecrets,
    protocol: 'json',
    signingName: 'cognito-idp',
    operations: {
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
