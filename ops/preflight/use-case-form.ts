/** Anthropic's use-case form: without it the first calls may still be answered, and later ones not. */
import { BedrockClient, GetUseCaseForModelAccessCommand } from '@aws-sdk/client-bedrock';
import { type Check, ok, warning } from './check';

export const useCaseFormCheck: Check = {
  name: 'use-case form',
  needless({ useBedrock, textModel }) {
    if (!useBedrock) return 'useBedrock=false';
    return /(^|\.)anthropic\./.test(textModel) ? undefined : `${textModel} is not a model of Anthropic's`;
  },
  permissions: () => [{ actions: ['bedrock:GetUseCaseForModelAccess'] }],
  async run({ config }, aws) {
    try {
      await new BedrockClient(aws.client(config.region)).send(new GetUseCaseForModelAccessCommand({}));
      return [ok('It has been sent.')];
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return [
        warning(
          "This account has not sent Anthropic's form. If the management account of the organisation has, that is enough; the check of the models tells.",
          `https://console.aws.amazon.com/bedrock/home?region=${config.region}#/model-catalog, choose the model, then "Submit use case details"`,
        ),
      ];
    }
  },
};
