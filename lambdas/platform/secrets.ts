/** Keys of vendors from AWS Secrets Manager: fetched when first needed, kept for minutes, and kept on when the fetch fails. */
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../ports';

export interface Secrets {
  /**
   * The current value of a secret; `field` picks a string field out of a JSON secret.
   * @throws Error that names the secret, never its value, when it cannot be read and no value younger than an hour is kept.
   */
  get(id: string, ask?: { refresh?: boolean; field?: string }): Promise<string>;
}

export interface SecretsOptions {
  /** Region, and for the simulators endpoint and credentials. */
  aws: Pick<SecretsManagerClientConfig, 'region' | 'endpoint' | 'credentials'>;
  clock: Clock;
  /** How long a value is used without asking. Default 5 minutes: as long as an old key must stay valid after a rotation. */
  ttlMs?: number;
  /** How long a value outlives its fetch when the service fails. Default 1 hour. */
  staleMs?: number;
  /** For one fetch. Default 1 s. */
  timeoutMs?: number;
}

/** Loads the SDK at the first call; calls for one secret at the same time share one fetch. */
export function secrets(options: SecretsOptions): Secrets {
  const { clock, ttlMs = 300_000, staleMs = 3_600_000, timeoutMs = 1_000 } = options;
  const kept = new Map<string, { value: string; fetchedAt: number }>();
  const underWay = new Map<string, Promise<string>>();
  let connection: ReturnType<typeof connect> | undefined;

  return {
    async get(id, ask = {}) {
      const value = await current(id, ask.refresh ?? false);
      return ask.field === undefined ? value : fieldOf(id, value, ask.field);
    },
  };

  async function current(id: string, refresh: boolean): Promise<string> {
    const known = kept.get(id);
    if (known !== undefined && !refresh && clock.now() - known.fetchedAt < ttlMs) return known.value;
    try {
      return await fetchOnce(id);
    } catch (error) {
      if (known !== undefined && clock.now() - known.fetchedAt < staleMs) return known.value;
      throw new Error(`the secret ${id} cannot be read: ${nameOf(error)}`);
    }
  }

  function fetchOnce(id: string): Promise<string> {
    const running = underWay.get(id);
    if (running !== undefined) return running;
    const fetching = fetchValue(id).finally(() => underWay.delete(id));
    underWay.set(id, fetching);
    return fetching;
  }

  async function fetchValue(id: string): Promise<string> {
    connection ??= connect(options.aws);
    const { client, GetSecretValueCommand } = await connection;
    const command = new GetSecretValueCommand({ SecretId: id, VersionStage: 'AWSCURRENT' });
    const { SecretString } = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    if (SecretString === undefined) throw new Error('it has no text');
    kept.set(id, { value: SecretString, fetchedAt: clock.now() });
    return SecretString;
  }
}

async function connect(aws: SecretsOptions['aws']) {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  // One quick second try fits the second a fetch may take; the kept value covers the rest.
  return { client: new SecretsManagerClient({ ...aws, maxAttempts: 2 }), GetSecretValueCommand };
}

function fieldOf(id: string, value: string, field: string): string {
  let content: unknown;
  try {
    content = JSON.parse(value);
  } catch {
    throw new Error(`the secret ${id} is not JSON, so it has no field ${field}`);
  }
  const found = typeof content === 'object' && content !== null && Object.hasOwn(content, field);
  const text: unknown = found ? (content as Record<string, unknown>)[field] : undefined;
  if (typeof text !== 'string') throw new Error(`the secret ${id} has no text field ${field}`);
  return text;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
