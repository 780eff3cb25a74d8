/** Flags from AWS AppConfig: asked for at most every few seconds, kept when AppConfig fails, with a safe default at first. */
import type { AppConfigDataClientConfig } from '@aws-sdk/client-appconfigdata';
import { type CurrentFlags, decided, flagsSchema } from '../domain/flags';
import type { Clock, Flags } from '../ports';

export interface FlagsOptions {
  /** Region, and for the simulators endpoint and credentials. */
  aws: Pick<AppConfigDataClientConfig, 'region' | 'endpoint' | 'credentials'>;
  application: string;
  environment: string;
  profile: string;
  /** Holds for what the document leaves open, until AppConfig has answered once, and whenever it never does. */
  fallback: CurrentFlags;
  clock: Clock;
  /** Between two looks. Default 15 s, which is also the shortest interval AppConfig lets a session poll at. */
  ttlMs?: number;
  /** For one look. Default 1 s. */
  timeoutMs?: number;
  /** Told when a look fails or finds a document that does not fit; the reason holds no content. */
  report?: (reason: string) => void;
}

/** `current` never throws. An invalid document changes nothing: the last valid one stays. */
export function appConfigFlags(options: FlagsOptions): Flags {
  const { clock, ttlMs = 15_000, timeoutMs = 1_000, report } = options;
  let document = options.fallback;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let token: string | undefined;
  let underWay: Promise<void> | undefined;
  let connection: ReturnType<typeof connect> | undefined;

  return {
    async current() {
      if (underWay === undefined && clock.now() - lookedAt >= ttlMs) {
        underWay = look().finally(() => {
          // Also after a failure: a broken AppConfig is asked once an interval, not once a request. And from the answer on,
          // not from the question: a session refuses to be asked sooner than its interval after it has answered.
          lookedAt = clock.now();
          underWay = undefined;
        });
      }
      await underWay;
      return document;
    },
  };

  async function look(): Promise<void> {
    try {
      const text = await latest();
      // An empty body says that nothing has changed.
      if (text !== '') document = decided(flagsSchema.parse(JSON.parse(text)), options.fallback);
    } catch (error) {
      report?.(error instanceof Error ? error.name : 'unknown error');
    }
  }

  async function latest(): Promise<string> {
    connection ??= connect(options.aws);
    const { client, sdk } = await connection;
    // From here on: loading the SDK is our time, not AppConfig's.
    const signal = AbortSignal.timeout(timeoutMs);
    token ??= await startSession();
    // A token is good for one use; if this use fails the next look starts a new session.
    const command = new sdk.GetLatestConfigurationCommand({ ConfigurationToken: token });
    token = undefined;
    const answer = await client.send(command, { abortSignal: signal });
    token = answer.NextPollConfigurationToken;
    return answer.Configuration?.transformToString() ?? '';

    async function startSession(): Promise<string> {
      const started = await client.send(
        new sdk.StartConfigurationSessionCommand({
          ApplicationIdentifier: options.application,
          EnvironmentIdentifier: options.environment,
          ConfigurationProfileIdentifier: options.profile,
          RequiredMinimumPollIntervalInSeconds: 15,
        }),
        { abortSignal: signal },
      );
      if (started.InitialConfigurationToken === undefined) throw new Error('no token');
      return started.InitialConfigurationToken;
    }
  }
}

async function connect(aws: FlagsOptions['aws']) {
  const sdk = await import('@aws-sdk/client-appconfigdata');
  return { client: new sdk.AppConfigDataClient({ ...aws, maxAttempts: 1 }), sdk };
}
