/** Amazon Bedrock: profiles, the life of models and the use-case form; and whether the account may call a model. */
import * as z from 'zod';
import { simModel } from '../bedrock-models';
import { Refusal, type SimService } from '../exchange';
import { TITAN } from '../titan';
import { type ControlApi, operation, perRegion } from './api';

export interface SimBedrockAccount {
  /** Anthropic's form. */
  formSubmitted: boolean;
  /** What a call of a model is refused with, by the id that is called. */
  refusals: Map<string, Refusal>;
  /** Regions that a profile routes to, by profile id; others take those of their prefix. */
  destinations: Map<string, readonly string[]>;
  /** Models that are on their way out, by id without a prefix: the end of their life as an ISO date. */
  legacy: Map<string, string>;
}

/** Where the profiles of a prefix usually route to. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'],
  apac: ['ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
};

/** Refusals as Bedrock words them. */
export const MODEL_REFUSALS = {
  form: () =>
    new Refusal(
      404,
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
    ),
  marketplace: () =>
    new Refusal(
      403,
      'AccessDeniedException',
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 2 minutes.',
    ),
  policy: (region: string, model: string) =>
    new Refusal(
      403,
      'AccessDeniedException',
      `User: arn:aws:iam::111111111111:user/operator is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:${region}::foundation-model/${model} with an explicit deny in a service control policy`,
    ),
  account: () =>
    new Refusal(403, 'AccessDeniedException', 'Your account is not authorized to invoke this API operation.'),
  idle: () =>
    new Refusal(
      404,
      'ResourceNotFoundException',
      'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
    ),
  ended: () =>
    new Refusal(
      404,
      'ResourceNotFoundException',
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    ),
  throttled: () => new Refusal(429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.'),
} as const;

/** @param runtime the simulated models; a call goes on to them when the account may make it */
export function bedrockApi(runtime: SimService): ControlApi & { in: (region: string) => SimBedrockAccount } {
  const states = perRegion(
    (): SimBedrockAccount => ({ formSubmitted: true, refusals: new Map(), destinations: new Map(), legacy: new Map() }),
  );
  const call = operation(
    z.object({ id: z.string() }),
    ({ id }, { region, request }) => {
      const refusal = states(region).refusals.get(id);
      if (refusal !== undefined) throw refusal;
      const reply = runtime.route(request)?.answer();
      if (reply === undefined) throw new Refusal(404, 'UnknownOperationException', 'There is no such operation.');
      return JSON.parse(reply.body.toString()) as object;
    },
    ['bedrock:InvokeModel'],
  );
  return {
    in: states,
    protocol: 'rest',
    signingName: 'bedrock',
    operations: {
      'POST /model/{id}/converse': call,
      'POST /model/{id}/invoke': call,
      'GET /inference-profiles/{id}': operation(
        z.object({ id: z.string() }),
        ({ id }, { region, accountId }) => profile(id, region, accountId),
        ['bedrock:GetInferenceProfile'],
      ),
      'GET /foundation-models/{id}': operation(
        z.object({ id: z.string() }),
        ({ id }, { region }) => ({ modelDetails: details(id, region) }),
        ['bedrock:GetFoundationModel'],
      ),
      'GET /use-case-for-model-access': operation(
        z.object(),
        (_input, { region }) => {
          if (!states(region).formSubmitted) {
            throw new Refusal(404, 'ResourceNotFoundException', 'No use case details were found for this account.');
          }
          return { formData: Buffer.from('{"companyName":"Example"}').toString('base64') };
        },
        ['bedrock:GetUseCaseForModelAccess'],
      ),
    },
  };

  function profile(id: string, region: string, accountId: string): object {
    const [, prefix = '', model = ''] = /^(us|eu|apac|jp|au|global)\.(.+)$/.exec(id) ?? [];
    const regions = states(region).destinations.get(id) ?? (prefix === 'global' ? [region, ''] : USUAL[prefix]);
    if (regions === undefined || !(regions.includes(region) || prefix === 'global') || !isKnown(model)) {
      throw new Refusal(404, 'ResourceNotFoundException', `Inference profile ${id} was not found.`);
    }
    return {
      inferenceProfileName: id,
      inferenceProfileId: id,
      inferenceProfileArn: `arn:aws:bedrock:${region}:${accountId}:inference-profile/${id}`,
      models: regions.map((one) => ({ modelArn: `arn:aws:bedrock:${one}::foundation-model/${model}` })),
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    };
  }

  function details(id: string, region: string): object {
    if (!isKnown(id)) throw new Refusal(400, 'ValidationException', 'The provided model identifier is invalid.');
    const endOfLifeTime = states(region).legacy.get(id);
    return {
      modelArn: `arn:aws:bedrock:${region}::foundation-model/${id}`,
      modelId: id,
      inferenceTypesSupported: [simModel(id) === 'needs-profile' ? 'INFERENCE_PROFILE' : 'ON_DEMAND'],
      modelLifecycle: endOfLifeTime === undefined ? { status: 'ACTIVE' } : { status: 'LEGACY', endOfLifeTime },
    };
  }
}

function isKnown(id: string): boolean {
  return id === TITAN || simModel(id) !== undefined;
}
