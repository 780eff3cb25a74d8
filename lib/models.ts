/** Models as IAM sees them: which ARNs a call of a model id or inference profile needs. */

/**
 * Regions an inference profile may send a request to, by its prefix. A model may use fewer; preflight compares with the
 * account. Source: Bedrock user guide, supported regions of inference profiles, read 2026-11-21.
 */
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  apac: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
  ca: ['ca-central-1', 'ca-west-1'],
  'us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** The embedding model of decision 0004. It is called without a profile. */
export const TITAN_EMBED_MODEL = 'amazon.titan-embed-text-v2:0';

/**
 * ARNs on which `bedrock:InvokeModel` is needed to call `modelId` from `region`: the model, or the profile and the model
 * in each region it may route to. A global profile routes with an ARN that names no region.
 */
export function modelArns(modelId: string, where: { partition: string; region: string; account: string }): string[] {
  const { partition, region, account } = where;
  const prefix = /^(us-gov|us|eu|apac|jp|au|ca|global)\./.exec(modelId)?.[1];
  if (prefix === undefined) return [`arn:${partition}:bedrock:${region}::foundation-model/${modelId}`];
  const base = modelId.slice(prefix.length + 1);
  const destinations = prefix === 'global' ? [region, ''] : (DESTINATIONS[prefix] ?? []);
  return [
    `arn:${partition}:bedrock:${region}:${account}:inference-profile/${modelId}`,
    ...destinations.map((destination) => `arn:${partition}:bedrock:${destination}::foundation-model/${base}`),
  ];
}

/** Prefix of the inference profile that serves a region. Source: Bedrock user guide, cross-region inference, read 2026-11-21. */
export function profilePrefix(regionName: string): 'us' | 'eu' | 'apac' | 'global' {
  if (/^us-(east|west)-\d$/.test(regionName)) return 'us';
  if (regionName.startsWith('eu-')) return 'eu';
  if (regionName.startsWith('ap-')) return 'apac';
  return 'global';
}

/** Accounts that hold the image. Source: aws/deep-learning-containers, Text Embeddings Inference, read 2026-11-21. */
export const IMAGE_ACCOUNTS: Readonly<Record<string, string>> = {
  'us-east-1': '683313688378',
  'us-east-2': '257758044811',
  'us-west-2': '246618743249',
  'eu-west-1': '141502667606',
  'eu-central-1': '492215442770',
  'ap-southeast-1': '121021644041',
};
const IMAGE = 'tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04';

/** URI of the image of Text Embeddings Inference in a region; undefined where it is not known. */
export function embeddingImage(region: string): string | undefined {
  const account = IMAGE_ACCOUNTS[region];
  return account === undefined ? undefined : `${account}.dkr.ecr.${region}.amazonaws.com/${IMAGE}`;
}
