/** AWS Secrets Manager: versions of secrets and the stages that a rotation moves between them. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { json11Error, requestId, requireSignature } from './aws-errors';
import { json, Refusal, type SimService } from './exchange';

const CODES: Readonly<Record<number, string>> = { 400: 'InvalidRequestException', 500: 'InternalServiceError' };

export interface SimSecrets {
  /** The current value, if the secret exists. */
  current(id: string): string | undefined;
  /** Makes a value current; the one before becomes the previous one. */
  put(id: string, value: string): void;
}

interface Version {
  id: string;
  value: string;
  createdAt: number;
  stages: Set<string>;
}

const secretId = { SecretId: z.string().min(1) };
const requests = {
  GetSecretValue: z.object({ ...secretId, VersionId: z.string().optional(), VersionStage: z.string().optional() }),
  PutSecretValue: z.object({
    ...secretId,
    SecretString: z.string(),
    ClientRequestToken: z.string().min(32).max(64),
    VersionStages: z.array(z.string()).min(1).max(20).default(['AWSCURRENT']),
  }),
  ListSecretVersionIds: z.object({ ...secretId }),
  UpdateSecretVersionStage: z.object({
    ...secretId,
    VersionStage: z.string().min(1),
    MoveToVersionId: z.string().optional(),
    RemoveFromVersionId: z.string().optional(),
  }),
};
type Operation = keyof typeof requests;
type Input<O extends Operation> = z.output<(typeof requests)[O]>;

/** @param initial values by id, as if put in at the start */
export function secretsManagerSimulator(
  initial: Readonly<Record<string, string>>,
  now: () => number = Date.now,
): SimService & SimSecrets {
  /** Oldest first. */
  const secrets = new Map<string, Version[]>();
  const versionOf = (id: string, stage: string) => secrets.get(id)?.find(({ stages }) => stages.has(stage));

  const answers: { [O in Operation]: (id: string, input: Input<O>) => object } = {
    GetSecretValue(id, { VersionId, VersionStage = 'AWSCURRENT' }) {
      const version = VersionId === undefined ? versionOf(id, VersionStage) : named(id, VersionId);
      if (version === undefined) throw notFound(`the specified secret value for staging label: ${VersionStage}`);
      return { ...described(version), ...identityOf(id), SecretString: version.value };
    },
    PutSecretValue(id, { SecretString, ClientRequestToken, VersionStages }) {
      const known = secrets.get(id)?.find((version) => version.id === ClientRequestToken);
      if (known !== undefined && known.value !== SecretString) {
        throw new Refusal(400, 'ResourceExistsException', 'A version with another value has this token.');
      }
      const version = known ?? add(id, SecretString, ClientRequestToken);
      for (const stage of VersionStages) moveStage(id, stage, version);
      return { ...identityOf(id), VersionId: version.id, VersionStages: [...version.stages] };
    },
    ListSecretVersionIds: (id) => ({
      ...identityOf(id),
      Versions: (secrets.get(id) ?? []).filter(({ stages }) => stages.size > 0).map(described),
    }),
    UpdateSecretVersionStage(id, { VersionStage, MoveToVersionId, RemoveFromVersionId }) {
      const holder = versionOf(id, VersionStage);
      if (holder !== undefined && holder.id !== (RemoveFromVersionId ?? holder.id)) {
        throw new Refusal(400, 'InvalidParameterException', `The staging label ${VersionStage} is on another version.`);
      }
      if (holder !== undefined && MoveToVersionId !== undefined && RemoveFromVersionId === undefined) {
        throw new Refusal(
          400,
          'InvalidParameterException',
          `The staging label ${VersionStage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      }
      moveStage(id, VersionStage, MoveToVersionId === undefined ? undefined : named(id, MoveToVersionId));
      return identityOf(id);
    },
  };

  for (const [id, value] of Object.entries(initial)) put(id, value);
  return {
    current: (id) => versionOf(id, 'AWSCURRENT')?.value,
    put,
    refuse: (status, code, message) => json11Error(status, code ?? CODES[status] ?? 'InternalServiceError', message),
    route({ method, path, headers, body }) {
      const [, operation = ''] = /^secretsmanager\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
      if (method !== 'POST' || path !== '/' || !Object.hasOwn(requests, operation)) return undefined;
      const request = requests[operation as Operation].safeParse(parsed(body));
      const id = request.success ? nameOf(request.data.SecretId) : undefined;
      return {
        operation,
        ...(id !== undefined && { model: id }),
        answer() {
          requireSignature(headers);
          if (!request.success || id === undefined) {
            const [issue] = request.error?.issues ?? [];
            throw new Refusal(400, 'InvalidParameterException', `${issue?.path.join('.')}: ${issue?.message}`);
          }
          if (!secrets.has(id)) throw notFound('the specified secret.');
          const answer = answers[operation as Operation] as (id: string, input: unknown) => object;
          return json(200, answer(id, request.data), {
            'content-type': 'application/x-amz-json-1.1',
            ...requestId(),
          });
        },
      };
    },
  };

  function put(id: string, value: string): void {
    moveStage(id, 'AWSCURRENT', add(id, value));
  }

  function add(id: string, value: string, token?: string): Version {
    const versions = secrets.get(id) ?? [];
    secrets.set(id, versions);
    const hash = createHash('sha256').update(`${id}/${versions.length}/${value}`).digest('hex').slice(0, 32);
    const version = { id: token ?? hash, value, createdAt: now(), stages: new Set<string>() };
    versions.push(version);
    return version;
  }

  /** A stage is on one version at most; the version that AWSCURRENT leaves gets AWSPREVIOUS by itself. */
  function moveStage(id: string, stage: string, to: Version | undefined): void {
    const from = versionOf(id, stage);
    if (from === to) return;
    from?.stages.delete(stage);
    to?.stages.add(stage);
    if (stage === 'AWSCURRENT' && from !== undefined) moveStage(id, 'AWSPREVIOUS', from);
  }

  function named(id: string, versionId: string): Version {
    const version = secrets.get(id)?.find((each) => each.id === versionId);
    if (version === undefined) throw notFound(`the specified secret version: ${versionId}`);
    return version;
  }
}

function identityOf(id: string) {
  return { ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${id}-Ab12Cd`, Name: id };
}

/** A secret may be named by its ARN, with or without the six characters that the service adds. */
function nameOf(id: string): string {
  return /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+?)(?:-[A-Za-z0-9]{6})?$/.exec(id)?.[1] ?? id;
}

function described({ id, createdAt, stages }: Version) {
  return { VersionId: id, VersionStages: [...stages], CreatedDate: createdAt / 1_000 };
}

function notFound(what: string): Refusal {
  return new Refusal(400, 'ResourceNotFoundException', `Secrets Manager can't find ${what}`);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
