/** AWS Lambda: the limits of the account. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimLambdaAccount {
  /** Executions at once; new accounts often have 10. */
  concurrency: number;
  /** Of those, what functions have reserved. */
  reserved: number;
}

export function lambdaApi(): ControlApi & { in: (region: string) => SimLambdaAccount } {
  const states = perRegion((): SimLambdaAccount => ({ concurrency: 1_000, reserved: 0 }));
  return {
    in: states,
    protocol: 'rest',
    signingName: 'lambda',
    operations: {
      'GET /2016-08-19/account-settings': operation(
        z.object(),
        (_input, { region }) => {
          const { concurrency, reserved } = states(region);
          return {
            AccountLimit: {
              TotalCodeSize: 80_530_636_800,
              CodeSizeUnzipped: 262_144_000,
              CodeSizeZipped: 52_428_800,
              ConcurrentExecutions: concurrency,
              UnreservedConcurrentExecutions: concurrency - reserved,
            },
            AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
          };
        },
        ['lambda:GetAccountSettings'],
      ),
    },
  };
}
