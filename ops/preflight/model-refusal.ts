/** What Bedrock means by a refusal, and what mends it. The sentences are the service's, as they were seen in the field. */
import { type Finding, problem, unknown, warning } from './check';

interface Reading {
  /** Fits the error's name and message, joined by a space. */
  fits: RegExp;
  read(where: { modelId: string; region: string; message: string }): Finding;
}

const console_ = (region: string, page: string) =>
  `https://console.aws.amazon.com/bedrock/home?region=${region}#/${page}`;

const READINGS: readonly Reading[] = [
  {
    fits: /use case details have not been submitted|use-case form/i,
    read: ({ modelId, region }) =>
      problem(
        `${modelId}: Anthropic's use-case form has not been sent for this account.`,
        `Fill in the form, once for the account: ${console_(region, 'model-catalog')}, then wait 15 minutes`,
      ),
  },
  {
    fits: /aws-marketplace:/i,
    read: ({ modelId, region }) =>
      problem(
        `${modelId}: nobody has taken out its AWS Marketplace subscription yet, and these credentials may not.`,
        `Call it once with aws-marketplace:Subscribe, for instance in the playground: ${console_(region, 'chat-playground')}, then wait 15 minutes`,
      ),
  },
  {
    fits: /on-demand throughput isn.t supported/i,
    read: ({ modelId, region }) =>
      problem(
        `${modelId} can only be called through an inference profile.`,
        `-c textModel=${region.startsWith('eu-') ? 'eu' : region.startsWith('us-') ? 'us' : 'global'}.${modelId}`,
      ),
  },
  {
    fits: /explicit deny/i,
    read: ({ modelId, message }) => {
      const denied = /foundation-model/.test(message)
        ? /arn:aws[a-z-]*:bedrock:([a-z0-9-]*):/.exec(message)?.[1]
        : undefined;
      const where = denied ? ` in ${denied}` : '';
      return problem(
        `${modelId}: a policy of the organisation forbids the call${where}.`,
        'Have bedrock:InvokeModel allowed there. A profile routes to each of its Regions: another one may stay where it is allowed',
      );
    },
  },
  {
    fits: /not authorized to perform: bedrock:InvokeModel/i,
    read: ({ modelId }) => unknown(`${modelId}: these credentials may not call it; needs bedrock:InvokeModel.`),
  },
  {
    fits: /account is not authorized to invoke/i,
    read: ({ modelId }) =>
      problem(
        `${modelId}: this account may not use Bedrock's models yet; new accounts are let in one by one.`,
        'Open a support case for Bedrock access: https://console.aws.amazon.com/support/home#/case/create',
      ),
  },
  {
    fits: /don't have access to the model/i,
    read: ({ modelId, region }) =>
      problem(`${modelId}: access has not been granted to this account.`, console_(region, 'model-catalog')),
  },
  {
    fits: /Legacy|end of (its|the) life/i,
    read: ({ modelId }) =>
      problem(
        `${modelId} is at the end of its life and answers no more.`,
        'Choose a model that is in use: -c textModel=…',
      ),
  },
  {
    fits: /model identifier is invalid|could not resolve the foundation model|ResourceNotFoundException/i,
    read: ({ modelId, region }) =>
      problem(
        `There is no ${modelId} in ${region}.`,
        `aws bedrock list-inference-profiles --region ${region} --query "inferenceProfileSummaries[].inferenceProfileId"`,
      ),
  },
  {
    fits: /ThrottlingException|ServiceQuotaExceeded/i,
    read: ({ modelId, region, message }) =>
      warning(
        `${modelId} may be called, but the quota is used up: ${message}`,
        `https://console.aws.amazon.com/servicequotas/home/services/bedrock/quotas?region=${region}`,
      ),
  },
  {
    fits: /ValidationException/i,
    read: ({ modelId, message }) =>
      problem(
        `${modelId} refuses the form of our requests: ${message}`,
        'Correct its row in lambdas/providers/capabilities.ts, or choose another: -c textModel=…',
      ),
  },
];

/** Undefined when the error says nothing about access, such as no answer in time. */
export function modelRefusal(modelId: string, region: string, error: Error): Finding | undefined {
  const said = `${error.name} ${error.message}`;
  return READINGS.find(({ fits }) => fits.test(said))?.read({ modelId, region, message: error.message });
}
