/** How long the text model will live, and whether its inference profile routes only where our roles reach. */
import { BedrockClient, GetFoundationModelCommand, GetInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { baseModelId } from '../../lambdas/providers/capabilities';
import { modelArns } from '../../lib/models';
import { type Check, type Deployment, type Finding, ok, problem, warning } from './check';

export const modelLifeCheck: Check = {
  name: 'model life',
  needless: ({ useBedrock }) => (useBedrock ? undefined : 'useBedrock=false'),
  permissions: ({ config }) => [
    {
      actions: ['bedrock:GetFoundationModel'],
      resources: [`arn:aws:bedrock:${config.region}::foundation-model/${baseModelId(config.textModel)}`],
    },
  ],
  async run({ config }, aws) {
    const id = baseModelId(config.textModel);
    const client = new BedrockClient(aws.client(config.region));
    const { modelDetails } = await client.send(new GetFoundationModelCommand({ modelIdentifier: id }));
    const life = modelDetails?.modelLifecycle;
    if (life?.status !== 'LEGACY') return [ok(`${id} is active.`)];
    const end = life.endOfLifeTime?.toISOString().slice(0, 10);
    return [
      warning(`${id} is on its way out${end ? `; it ends on ${end}` : ''}.`, 'Choose its successor: -c textModel=…'),
    ];
  },
};

export const profileCheck: Check = {
  name: 'profile',
  needless({ useBedrock, textModel }) {
    if (!useBedrock) return 'useBedrock=false';
    return baseModelId(textModel) === textModel ? `${textModel} is called without an inference profile` : undefined;
  },
  permissions: ({ config, account }) => [
    {
      actions: ['bedrock:GetInferenceProfile'],
      resources: [`arn:aws:bedrock:${config.region}:${account}:inference-profile/${config.textModel}`],
    },
  ],
  async run(deployment, aws) {
    const { config } = deployment;
    const client = new BedrockClient(aws.client(config.region));
    try {
      const command = new GetInferenceProfileCommand({ inferenceProfileIdentifier: config.textModel });
      const { models = [] } = await client.send(command);
      return [routed(deployment, models.map((model) => model.modelArn ?? '').filter(Boolean))];
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      const list = `aws bedrock list-inference-profiles --region ${config.region} --query "inferenceProfileSummaries[].inferenceProfileId"`;
      return [problem(`There is no inference profile ${config.textModel} in ${config.region}.`, list)];
    }
  },
};

/** @param routes ARNs of the model in each Region that the profile may send a request to */
function routed({ config, account }: Deployment, routes: readonly string[]): Finding {
  const granted = new Set(modelArns(config.textModel, { partition: 'aws', region: config.region, account }));
  const regions = (arns: readonly string[]) => arns.map((arn) => arn.split(':')[3] || 'any Region').join(', ');
  const beyond = routes.filter((arn) => !granted.has(arn));
  return beyond.length === 0
    ? ok(`${config.textModel} routes to ${regions(routes)}; the roles reach all of them.`)
    : problem(
        `${config.textModel} also routes to ${regions(beyond)}, where the roles may not call it; some requests would fail.`,
        'Add the Region to DESTINATIONS in lib/models.ts, or choose another profile: -c textModel=…',
      );
}
