/** Bedrock models: profiles of another region, and profiles without their models. */
import type { Resource } from './place';
import { each, fault, type Rule } from './rule';

/** Regions from which a geographic inference profile can be called. Source: Bedrock user guide, inference profiles, read 2026-11-22. */
const PROFILE_REGIONS: Readonly<Record<string, RegExp>> = {
  us: /^us-(east|west)-\d$/,
  eu: /^(eu|il)-/,
  apac: /^(ap|me)-/,
  jp: /^ap-northeast-[13]$/,
  au: /^ap-southeast-[24]$/,
  ca: /^(ca-|us-(east|west)-)/,
  'us-gov': /^us-gov-/,
};

const PROFILE =
  /\b(us-gov|us|eu|apac|jp|au|ca)\.((?:amazon|anthropic|meta|mistral|cohere|deepseek|openai|writer|ai21|stability|twelvelabs|qwen)\.[\w.:-]+)/g;

/** Types whose texts are read for model ids: what runs, and what it may do. */
const READ = [
  'AWS::Lambda::Function',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::AppConfig::HostedConfigurationVersion',
];

export const models: readonly Rule[] = [
  {
    id: 'OPS-1251',
    title: 'Inference profile of another part of the world',
    why: 'Bedrock refuses each call: "The provided model identifier is invalid"; no deployment fails.',
    fix: 'take the profile of the region (us., eu., apac., jp., au., ca.) or global., or a model that needs none.',
    source: 'Bedrock user guide, supported Regions and models for inference profiles',
    check: each(READ, function* ({ region, properties }) {
      if (region === undefined) return;
      const seen = new Set<string>();
      for (const place of properties.leaves()) {
        for (const [id, prefix = ''] of (place.text ?? '').matchAll(PROFILE)) {
          if (seen.has(id) || PROFILE_REGIONS[prefix]?.test(region)) continue;
          seen.add(id);
          yield fault(place, `"${id}" in ${region}`);
        }
      }
    }),
  },
  {
    id: 'OPS-1252',
    title: 'Right to a profile without the right to its model',
    why: 'Bedrock denies each call: it also checks bedrock:InvokeModel on the model in every region that the profile may go to.',
    fix: 'add arn:aws:bedrock:REGION::foundation-model/MODEL of every destination region to the policy.',
    source: 'Bedrock user guide, prerequisites for inference profiles',
    check: each('AWS::IAM::Policy', function* (policy) {
      for (const statement of policy.get('PolicyDocument.Statement').items) {
        for (const place of statement.get('Resource').items) {
          const model = /:inference-profile\/[a-z-]+\.([\w.:-]+)$/.exec(place.text ?? '')?.[1];
          if (model !== undefined && !foundationModels(policy).some((text) => text.endsWith(`/${model}`))) {
            yield fault(place, `"${model}" itself is not named`);
          }
        }
      }
    }),
  },
];

/** Foundation models that any statement of the policy names. */
function foundationModels(policy: Resource): string[] {
  return policy
    .get('PolicyDocument.Statement')
    .items.flatMap((statement) => statement.get('Resource').texts)
    .filter((text) => /:foundation-model\//.test(text));
}
