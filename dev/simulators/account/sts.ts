/** AWS STS: who the caller is. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimIdentity {
  /** Why the credentials are refused, e.g. `ExpiredToken`; undefined: they are good. */
  refusal: string | undefined;
  userName: string;
}

export function stsApi(): ControlApi & { identity: SimIdentity } {
  const identity: SimIdentity = { refusal: undefined, userName: 'operator' };
  return {
    identity,
    protocol: 'query',
    signingName: 'sts',
    operations: {
      // Everyone may ask who they are, whatever their policies say.
      GetCallerIdentity: operation(
        z.object(),
        (_input, { accountId }) => {
          if (identity.refusal !== undefined) {
            throw new Refusal(403, identity.refusal, 'The security token included in the request is not valid.');
          }
          const { userName } = identity;
          return {
            Arn: `arn:aws:iam::${accountId}:user/${userName}`,
            UserId: 'AIDADEMODEMODEMODEMO',
            Account: accountId,
          };
        },
        [],
      ),
    },
  };
}
