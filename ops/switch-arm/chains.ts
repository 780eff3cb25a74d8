/** The order of providers that each arm means, from what the deployed functions are set up with. */
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FlagsDocument } from '../../lambdas/domain/flags';
import type { Provider } from '../../lambdas/domain/meta';
import { defaultChains } from '../../lambdas/platform/default-chains';
import { CannotGoOn } from '../operation';
import type { Released } from '../roll-back/released-functions';
import { ALIAS } from '../roll-back/released-functions';

export const ARMS = ['current', 'aws', 'configured'] as const;
export type Arm = (typeof ARMS)[number];

type Variables = Readonly<Record<string, string | undefined>>;

/** Providers of each arm; those that need no network are of neither. */
const PROVIDERS: Readonly<Record<'current' | 'aws', readonly Provider[]>> = {
  current: ['openai', 'huggingface'],
  aws: ['bedrock', 'sagemaker'],
};

export interface Chains {
  textChain: Provider[];
  embedChain: Provider[];
}

/** What the functions ask when the flags are silent. @param text variables of the function that reads resumes */
export function configuredChains({ text, embed }: { text: Variables; embed: Variables }): Chains {
  return { textChain: chainsOf(text).aws.text, embedChain: chainsOf(embed).aws.embed };
}

/**
 * The flags that move everybody to one arm; `configured` decides nothing any more.
 * @throws CannotGoOn when no provider of the arm is set up
 */
export function chainsOfArm(arm: Arm, variables: { text: Variables; embed: Variables }): FlagsDocument {
  if (arm === 'configured') return {};
  const percentage = arm === 'aws' ? 100 : 0;
  // What prefers one provider before all others is left aside: the arm alone decides.
  const of = (all: Variables) =>
    defaultChains({
      ...known(all),
      MIGRATION_PERCENTAGE: percentage,
      USE_AWS_BEDROCK: all.USE_AWS_BEDROCK === 'false' ? false : undefined,
      USE_AWS_SAGEMAKER: all.USE_AWS_SAGEMAKER === 'false' ? false : undefined,
    })[arm];
  const { text } = of(variables.text);
  const { embed } = of(variables.embed);
  const first = text[0];
  if (first === undefined || !PROVIDERS[arm].includes(first)) {
    throw new CannotGoOn(
      `The arm ${arm} has no provider that reads resumes in this stage (there are ${text.join(', ')}). ` +
        `Set up one of ${PROVIDERS[arm].join(', ')} first (docs/deploy.md).`,
    );
  }
  return { textChain: text, embedChain: embed };
}

function known(all: Variables) {
  const { SAGEMAKER_ENDPOINT_NAME, OPENAI_SECRET_ID, HUGGINGFACE_SECRET_ID } = all;
  return { SAGEMAKER_ENDPOINT_NAME, OPENAI_SECRET_ID, HUGGINGFACE_SECRET_ID };
}

function chainsOf(all: Variables) {
  const flag = (value: string | undefined) => (value === undefined ? undefined : value === 'true');
  return defaultChains({
    ...known(all),
    AI_PROVIDER: all.AI_PROVIDER as Provider | 'local' | undefined,
    MIGRATION_PERCENTAGE: all.MIGRATION_PERCENTAGE === undefined ? undefined : Number(all.MIGRATION_PERCENTAGE),
    USE_AWS_BEDROCK: flag(all.USE_AWS_BEDROCK),
    USE_AWS_SAGEMAKER: flag(all.USE_AWS_SAGEMAKER),
    TEXT_CHAIN: all.TEXT_CHAIN?.split(','),
    EMBED_CHAIN: all.EMBED_CHAIN?.split(','),
  });
}

/** Environment variables of the version that callers get. */
export async function variablesOf(
  lambda: LambdaClient,
  { functionName }: Pick<Released, 'functionName'>,
): Promise<Variables> {
  const { Environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: ALIAS }),
  );
  return Environment?.Variables ?? {};
}
