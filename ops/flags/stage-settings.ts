/** A deployed stage as its flags meet it: where they are, and which providers each arm has. */

import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Arm } from '../../lambdas/domain/arm';
import type { CurrentFlags } from '../../lambdas/domain/flags';
import type { Provider } from '../../lambdas/domain/meta';
import { type ChainSettings, type Chains, defaultChains, defaultFlags } from '../../lambdas/platform/default-chains';
import type { FlagIds } from '../../lambdas/platform/flag-store';
import type { AwsAccess } from '../aws-access';
import { CannotGoOn } from '../operation';
import { ALIAS, resourcesOf } from '../roll-back/released-functions';
import { stackOutputs } from '../stack-outputs';

export interface FlagOutputs {
  ids: FlagIds;
  /** Ids of the strategies of deployment. */
  strategies: { instant: string; rollout: string };
}

/** What the deployed functions are set up with, where the flags are silent. */
export interface StageSettings {
  flags: CurrentFlags;
  /** Of the function that reads resumes, and so of all that ask text models. */
  text: Record<Arm, Chains>;
  /** Of the function that makes vectors. */
  embed: Record<Arm, Chains>;
}

/** @throws CannotGoOn when the stage has no flags in the region */
export async function flagOutputs(aws: AwsAccess, region: string, stage: string): Promise<FlagOutputs> {
  const stack = `TalentMatch-${stage}-service`;
  const outputs = await stackOutputs(aws, region, stack);
  const { FlagsApplication, FlagsEnvironment, FlagsProfile, FlagsInstantStrategy, FlagsRolloutStrategy } =
    outputs ?? {};
  if (!FlagsApplication || !FlagsEnvironment || !FlagsProfile || !FlagsInstantStrategy || !FlagsRolloutStrategy) {
    throw new CannotGoOn(
      outputs === undefined
        ? `There is no stack ${stack} in ${region}.`
        : `The stack ${stack} has no outputs of flags; it was deployed before there were any.`,
    );
  }
  return {
    ids: { application: FlagsApplication, environment: FlagsEnvironment, profile: FlagsProfile },
    strategies: { instant: FlagsInstantStrategy, rollout: FlagsRolloutStrategy },
  };
}

/** @throws CannotGoOn when the stage does not have the functions */
export async function stageSettings(aws: AwsAccess, region: string, stage: string): Promise<StageSettings> {
  const stack = `TalentMatch-${stage}-service`;
  const aliases = (await resourcesOf(aws, region, stack))
    .filter(({ type, id }) => type === 'AWS::Lambda::Alias' && id.endsWith(`:${ALIAS}`))
    .map(({ id }) => id.split(':').at(-2) ?? '');
  const lambda = new LambdaClient(aws.client(region));
  const settingsOf = async (slug: string): Promise<ChainSettings> => {
    // CloudFormation names functions after their construct, but cuts names that are long: the likely ones first.
    const word = slug.replaceAll('-', '');
    const isLikely = (name: string) => name.replaceAll('-', '').toLowerCase().includes(word);
    for (const FunctionName of [...aliases].sort((a, b) => Number(isLikely(b)) - Number(isLikely(a)))) {
      const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: ALIAS }));
      if (found.Description?.endsWith(`: ${slug}`)) return chainSettings(found.Environment?.Variables ?? {});
    }
    throw new CannotGoOn(`The stack ${stack} has no function ${slug}.`);
  };
  const text = await settingsOf('parse-resume');
  return { flags: defaultFlags(text), text: defaultChains(text), embed: defaultChains(await settingsOf('embed')) };
}

function chainSettings(all: Readonly<Record<string, string | undefined>>): ChainSettings {
  const flag = (value: string | undefined) => (value === undefined ? undefined : value === 'true');
  const { SAGEMAKER_ENDPOINT_NAME, OPENAI_SECRET_ID, HUGGINGFACE_SECRET_ID } = all;
  return {
    SAGEMAKER_ENDPOINT_NAME,
    OPENAI_SECRET_ID,
    HUGGINGFACE_SECRET_ID,
    AI_PROVIDER: all.AI_PROVIDER as Provider | 'local' | undefined,
    MIGRATION_PERCENTAGE: all.MIGRATION_PERCENTAGE === undefined ? undefined : Number(all.MIGRATION_PERCENTAGE),
    USE_AWS_BEDROCK: flag(all.USE_AWS_BEDROCK),
    USE_AWS_SAGEMAKER: flag(all.USE_AWS_SAGEMAKER),
    TEXT_CHAIN: all.TEXT_CHAIN?.split(','),
    EMBED_CHAIN: all.EMBED_CHAIN?.split(','),
  };
}
