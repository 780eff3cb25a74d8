/** Amazon API Gateway: the settings of the account. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimGatewayAccount {
  /** The role with which API Gateway writes logs; a new account has none. */
  logRoleArn: string | undefined;
}

export function apiGatewayApi(): ControlApi & { in: (region: string) => SimGatewayAccount } {
  const states = perRegion((): SimGatewayAccount => ({ logRoleArn: undefined }));
  return {
    in: states,
    protocol: 'rest',
    signingName: 'apigateway',
    operations: {
      'GET /account': operation(
        z.object(),
        (_input, { region }) => ({
          cloudwatchRoleArn: states(region).logRoleArn,
          throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
          features: ['UsagePlans'],
          apiKeyVersion: '4',
        }),
        ['apigateway:GET'],
      ),
    },
  };
}
