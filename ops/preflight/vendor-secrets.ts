/** The secrets with the keys of OpenAI and Hugging Face: there, and filled in. Their values are never read. */
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsAccess } from '../aws-access';
import { stackOutputs } from '../stack-outputs';
import { type Check, type Deployment, type Finding, ok, problem, warning } from './check';

type Vendor = { setting: 'openAi' | 'huggingFace'; name: string; output: string };
const VENDORS: readonly Vendor[] = [
  { setting: 'openAi', name: 'OpenAI', output: 'OpenAiSecretArn' },
  { setting: 'huggingFace', name: 'Hugging Face', output: 'HuggingFaceSecretArn' },
];

export const vendorSecretsCheck: Check = {
  name: 'secrets',
  needless: ({ openAi, huggingFace }) =>
    openAi === 'none' && huggingFace === 'none' ? 'openAi=none, huggingFace=none' : undefined,
  permissions: ({ config, account }) => [
    { actions: ['cloudformation:DescribeStacks'] },
    {
      actions: ['secretsmanager:DescribeSecret'],
      resources: [
        ...VENDORS.map(({ setting }) => config[setting]).filter((value) => value.startsWith('arn:')),
        `arn:aws:secretsmanager:${config.region}:${account}:secret:*`,
      ],
    },
  ],
  run: (deployment, aws) =>
    Promise.all(
      VENDORS.filter(({ setting }) => deployment.config[setting] !== 'none').map((one) =>
        secretOf(aws, deployment, one),
      ),
    ),
};

async function secretOf(aws: AwsAccess, { config }: Deployment, { setting, name, output }: Vendor): Promise<Finding> {
  const isOurs = config[setting] === 'create';
  const outputs = isOurs ? await stackOutputs(aws, config.region, `TalentMatch-${config.stage}-foundation`) : undefined;
  const arn = isOurs ? outputs?.[output] : config[setting];
  const fill = isOurs
    ? `npm run rotate-secret -- --stage ${config.stage} --region ${config.region} --vendor ${setting.toLowerCase()} --yes`
    : `aws secretsmanager put-secret-value --region ${config.region} --secret-id ${arn} --secret-string file://key.txt`;
  if (arn === undefined) return ok(`${name}: the stack makes the secret; put the key in after the deployment.`);
  try {
    const region = arn.split(':')[3] || config.region;
    const client = new SecretsManagerClient(aws.client(region));
    const secret = await client.send(new DescribeSecretCommand({ SecretId: arn }));
    if (secret.DeletedDate !== undefined) {
      return problem(
        `${name}: the secret is being deleted.`,
        `aws secretsmanager restore-secret --region ${region} --secret-id ${arn}`,
      );
    }
    const versions = Object.keys(secret.VersionIdsToStages ?? {}).length;
    // A secret of ours is made with a placeholder, so its first version is never a key.
    if (versions === 0 || (isOurs && versions === 1)) {
      return warning(`${name}: no key has been put into the secret, so it is not asked.`, fill);
    }
    return ok(`${name}: the secret is there, with a value.`);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return problem(
      `${name}: there is no secret ${arn}.`,
      `Pass the ARN of one that exists as ${setting}, or ${setting}=create`,
    );
  }
}
