/** AWS Secrets Manager, as its console sees it: secrets without their values. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimSecretRecord {
  /** Values it has had; the first is the one it was made with. */
  versions: number;
  description?: string;
  tags?: Readonly<Record<string, string>>;
  /** ISO date of the day it is gone for good. */
  deletedOn?: string;
}

export function secretsApi(): ControlApi & { secrets: Map<string, SimSecretRecord> } {
  const secrets = new Map<string, SimSecretRecord>();
  return {
    secrets,
    protocol: 'json',
    signingName: 'secretsmanager',
    operations: {
      ListSecrets: operation(
        z.object({ Filters: z.array(z.object({ Key: z.literal('description'), Values: z.array(z.string()) })) }),
        ({ Filters }, { region }) => ({
          SecretList: [...secrets]
            .filter(([arn]) => arn.split(':')[3] === region)
            .filter(([, { description = '' }]) =>
              Filters.every(({ Values }) => Values.some((start) => description.startsWith(start))),
            )
            .map(([ARN, { description, tags = {} }]) => ({
              ARN,
              Name: ARN.split(':').at(-1),
              Description: description,
              Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            })),
        }),
      ),
      DescribeSecret: operation(z.object({ SecretId: z.string() }), ({ SecretId }) => {
        const found = secrets.get(SecretId);
        if (found === undefined) {
          throw new Refusal(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
        }
        const stages = found.versions === 1 ? { v1: ['AWSCURRENT'] } : { v2: ['AWSCURRENT'], v1: ['AWSPREVIOUS'] };
        return {
          ARN: SecretId,
          Name: SecretId.split(':').at(-1),
          CreatedDate: 1_790_000_000,
          LastChangedDate: 1_790_000_000 + (found.versions - 1) * 3_600,
          VersionIdsToStages: found.versions === 0 ? {} : stages,
          ...(found.deletedOn && { DeletedDate: Date.parse(found.deletedOn) / 1_000 }),
        };
      }),
    },
  };
}
