/** Whether the account may call each Bedrock model of the configuration: one small call of each, as the service makes it. */
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { capabilitiesOf } from '../../lambdas/providers/capabilities';
import { converseRequest } from '../../lambdas/providers/converse-request';
import { modelArns, TITAN_EMBED_MODEL } from '../../lib/models';
import type { StageConfig } from '../../lib/stage-config';
import { type Check, type Finding, ok } from './check';
import { modelRefusal } from './model-refusal';

/** A few tokens, in the form of the service's own requests: a model that refuses that form is found out here. */
const SMALL_PROMPT = {
  version: 'preflight',
  system: 'You check that a model can be reached. Hand over the answer.',
  user: 'Say that all is well.',
  answer: {
    name: 'answer',
    description: 'The answer.',
    schema: { type: 'object', properties: { well: { type: 'boolean' } }, required: ['well'] },
  },
  outputTokens: 50,
};

export const modelAccessCheck: Check = {
  name: 'models',
  needless: ({ useBedrock }) => (useBedrock ? undefined : 'useBedrock=false'),
  permissions: ({ config, account }) => [
    {
      actions: ['bedrock:InvokeModel'],
      resources: [config.textModel, TITAN_EMBED_MODEL].flatMap((id) =>
        modelArns(id, { partition: 'aws', region: config.region, account }),
      ),
    },
  ],
  run({ config }, aws) {
    const client = new BedrockRuntimeClient({
      ...aws.client(config.region),
      // A bearer token in the environment would win over the caller's credentials.
      authSchemePreference: ['aws.auth#sigv4'],
    });
    const text = converseRequest(config.textModel, capabilitiesOf(config.textModel), SMALL_PROMPT);
    const embed = {
      modelId: TITAN_EMBED_MODEL,
      contentType: 'application/json',
      body: JSON.stringify({ inputText: 'nurse', dimensions: Number(config.embedDimensions) }),
    };
    return Promise.all([
      tried(config, config.textModel, 'reads resumes', () => client.send(new ConverseCommand(text))),
      tried(config, TITAN_EMBED_MODEL, 'embeds', () => client.send(new InvokeModelCommand(embed))),
    ]);
  },
};

async function tried(
  config: StageConfig,
  modelId: string,
  does: string,
  call: () => Promise<unknown>,
): Promise<Finding> {
  const started = performance.now();
  try {
    await call();
    return ok(`${modelId} (${does}) answers, in ${Math.round(performance.now() - started)} ms.`);
  } catch (error) {
    const finding = modelRefusal(modelId, config.region, error as Error);
    if (finding === undefined) throw error;
    return finding;
  }
}
