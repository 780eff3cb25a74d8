/** `--live`: the same server over the real tables and providers of an AWS account, with the caller's credentials. */
import { stores } from '../lambdas/platform/adapters/stores';
import { createPlatform, usePlatform } from '../lambdas/platform/platform';
import { liveConfig } from './laptop-config';
import { startServer } from './server';
import { terminalTelemetry } from './terminal-telemetry';

const NEEDS = `--live needs a deployed Talent Match and credentials for its account:
  · credentials where the AWS SDK looks for them: AWS_PROFILE, AWS_ACCESS_KEY_ID
    and AWS_SECRET_ACCESS_KEY, or a login of the AWS CLI
  · AWS_REGION
  · JOBS_TABLE, CANDIDATES_TABLE, STATE_TABLE and UPLOADS_BUCKET of the deployment
  · model access in Bedrock for BEDROCK_MODEL_ID and Titan Text Embeddings V2
.env.example lists every variable. No sample jobs are written.`;

/** @throws Error that says what is missing when the jobs table cannot be read */
export async function startLive(options: {
  port: number;
  environment: Record<string, string | undefined>;
}): Promise<{ url: string; close(): Promise<void> }> {
  const config = liveConfig(options.environment);
  const platform = createPlatform(config, terminalTelemetry());
  const { jobs, close } = await stores(platform);
  try {
    await jobs.get('health-probe');
  } catch (error) {
    close();
    const cause = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    throw new Error(`the jobs table cannot be read (${cause.code ?? cause.name}).\n\n${NEEDS}`);
  }
  usePlatform(platform);
  const server = await startServer({ port: options.port });
  return {
    url: server.url,
    async close() {
      await server.close();
      usePlatform(undefined);
      close();
    },
  };
}
