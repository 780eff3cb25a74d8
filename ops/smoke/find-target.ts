/** Where the deployed API is and who may sign in there, from what the service and data stacks say of themselves. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { AwsAccess } from '../aws-access';
import { stackOutputs } from '../stack-outputs';
import type { SmokeOptions } from './command-line';
import { Wrong } from './expect';

export interface Deployed {
  url: string;
  region?: string | undefined;
  /** The client that a stage with `smokeClient` has. */
  smokeClient?: { id: string; userPoolId: string; tokenUrl: string };
}

const outputsSchema = z.object({
  ApiUrl: z.url(),
  Region: z.string().optional(),
  UserPoolId: z.string().optional(),
  TokenUrl: z.url().optional(),
  SmokeClientId: z.string().optional(),
});

/** @throws Wrong when there is no such deployment */
export async function findTarget(
  at: SmokeOptions['at'],
  aws: AwsAccess,
  region: string | undefined,
): Promise<Deployed> {
  if ('url' in at) return { url: at.url };
  if ('outputsFile' in at) return ofOutputs(fileOutputs(at.outputsFile), at.outputsFile);
  if (region === undefined) throw new Wrong('--stage needs a region: --region, or that of your AWS profile.');
  const name = `TalentMatch-${at.stage}-service`;
  const outputs = await stackOutputs(aws, region, name);
  if (outputs === undefined) throw new Wrong(`There is no stack ${name} in ${region}. Deploy it: npx cdk deploy --all`);
  const users = await stackOutputs(aws, region, `TalentMatch-${at.stage}-data`);
  return { region, ...ofOutputs({ ...users, ...outputs }, name) };
}

/** Those of all stacks in the file: no two of them have the same name. */
function fileOutputs(file: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Wrong(code === undefined ? `${file} is not JSON.` : `${file} cannot be read (${code}).`);
  }
  const stacks = z.record(z.string(), z.record(z.string(), z.string())).safeParse(content);
  return Object.assign({}, ...Object.values(stacks.data ?? {}));
}

function ofOutputs(outputs: unknown, from: string): Deployed {
  const read = outputsSchema.safeParse(outputs);
  if (!read.success) throw new Wrong(`${from} has no output ApiUrl.`);
  const { ApiUrl, Region: region, UserPoolId: userPoolId, TokenUrl: tokenUrl, SmokeClientId: id } = read.data;
  const hasClient = userPoolId !== undefined && tokenUrl !== undefined && id !== undefined;
  return {
    url: ApiUrl.replace(/\/+$/, ''),
    ...(region !== undefined && { region }),
    ...(hasClient && { smokeClient: { id, userPoolId, tokenUrl } }),
  };
}
