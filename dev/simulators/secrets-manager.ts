/** AWS Secrets Manager: GetSecretValue, with the stages that a rotation moves. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { json11Error, requestId, requireSignature } from './aws-errors';
import { json, Refusal, type SimReply, type SimService } from './exchange';

const CODES: Readonly<Record<number, string>> = { 400: 'InvalidRequestException', 500: 'InternalServiceError' };

export interface SimSecrets {
  /** The current value, if the secret exists. */
  current(id: string): string | undefined;
  /** Makes a value current; the one before becomes the previous one. */
  put(id: string, value: string): void;
}

const requestSchema = z.object({ SecretId: z.string().min(1), VersionStage: z.string().optional() });

export function secretsManagerSimulator(initial: Readonly<Record<string, string>>): SimService & SimSecrets {
  /** Newest first. */
  const versions = new Map(Object.entries(initial).map(([id, value]) => [id, [value]]));
  return {
    current: (id) => versions.get(id)?.[0],
    put(id, value) {
      versions.set(id, [value, ...(versions.get(id) ?? [])].slice(0, 2));
    },
    refuse: (status, code, message) => json11Error(status, code ?? CODES[status] ?? 'InternalServiceError', message),
    route({ method, path, headers, body }) {
      if (method !== 'POST' || path !== '/' || headers['x-amz-target'] !== 'secretsmanager.GetSecretValue')
        return undefined;
      const request = requestSchema.safeParse(parsed(body));
      return {
        operation: 'GetSecretValue',
        ...(request.success ? { model: request.data.SecretId } : {}),
        answer() {
          requireSignature(headers);
          if (!request.success) throw new Refusal(400, 'InvalidParameterException', 'The SecretId is missing.');
          return secretValue(request.data.SecretId, request.data.VersionStage ?? 'AWSCURRENT');
        },
      };
    },
  };

  function secretValue(id: string, stage: string): SimReply {
    const value = versions.get(id)?.[['AWSCURRENT', 'AWSPREVIOUS'].indexOf(stage)];
    if (value === undefined) {
      const missing = versions.has(id)
        ? `the specified secret value for staging label: ${stage}`
        : 'the specified secret.';
      throw new Refusal(400, 'ResourceNotFoundException', `Secrets Manager can't find ${missing}`);
    }
    return json(
      200,
      {
        ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${id}-Ab12Cd`,
        Name: id,
        SecretString: value,
        VersionId: createHash('sha256').update(`${id}/${value}`).digest('hex').slice(0, 32),
        VersionStages: [stage],
        CreatedDate: 1_790_000_000,
      },
      { 'content-type': 'application/x-amz-json-1.1', ...requestId() },
    );
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
