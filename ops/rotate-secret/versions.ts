/** The versions of a secret by the stage they are in, and moving a stage from one to another; values are never read. */
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

type Stage = 'AWSCURRENT' | 'AWSPREVIOUS' | 'AWSPENDING';

/** Ids of versions by stage; a stage that no version is in is absent. */
export async function versionsOf(
  client: SecretsManagerClient,
  secretId: string,
): Promise<Partial<Record<Stage, string>>> {
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId: secretId }));
  return Object.fromEntries(
    Versions.flatMap(({ VersionId, VersionStages = [] }) => VersionStages.map((stage) => [stage, VersionId])),
  );
}

/** Puts a value in as pending: no function reads it yet. @returns the id of its version */
export async function putPending(
  client: SecretsManagerClient,
  secretId: string,
  value: string,
): Promise<string | undefined> {
  const { VersionId } = await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: value, VersionStages: ['AWSPENDING'] }),
  );
  return VersionId;
}

/** @param to undefined: the stage is taken off */
export async function moveStage(
  client: SecretsManagerClient,
  secretId: string,
  stage: Stage,
  { from, to }: { from: string | undefined; to?: string | undefined },
): Promise<void> {
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: stage,
      RemoveFromVersionId: from,
      MoveToVersionId: to,
    }),
  );
}
