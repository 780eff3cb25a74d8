/** Gives the service a new key of a vendor while both keys are valid: tried first, then current, and the way back printed. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type KeyedVendor, keyedVendors } from '../../lambdas/domain/vendor-key';
import type { AwsAccess } from '../aws-access';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError } from '../operation';
import { stackOutputs } from '../stack-outputs';
import type { TryKey } from './try-key';
import { moveStage, putPending, versionsOf } from './versions';

/** Functions keep a key for five minutes; one more for clocks and the last requests. Source: lambdas/platform/secrets.ts. */
const SETTLE_MS = 6 * 60_000;

const vendors: Readonly<Record<KeyedVendor, { name: string; output: string; keysAt: string }>> = {
  openai: { name: 'OpenAI', output: 'OpenAiSecretArn', keysAt: 'https://platform.openai.com/api-keys' },
  huggingface: {
    name: 'Hugging Face',
    output: 'HuggingFaceSecretArn',
    keysAt: 'https://huggingface.co/settings/tokens',
  },
};

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:/;

export interface KeySource {
  /** Asked once, after the plan. */
  readKey(): Promise<string>;
  tryKey: TryKey;
}

export function rotateSecret({ readKey, tryKey }: KeySource): Command {
  return {
    name: 'rotate-secret',
    help: `npm run rotate-secret -- --stage STAGE --vendor openai|huggingface --yes

Puts a new key of a vendor in, without downtime. Make the key at the vendor
first and leave the old one valid. The new key is read from the terminal, where
it is not shown, or from a pipe; it is tried at the vendor before it is used.

  --back            back to the key before, at once; asks for no key
  --secret ARN      a secret that the stack did not make
  --region REGION   default: that of your AWS profile
  --yes             do it; without it the plan is shown`,
    options: { vendor: { type: 'string' }, back: { type: 'boolean' }, secret: { type: 'string' } },
    whenInterrupted:
      'If the new key is already in use, leave the old one valid for six minutes more. If not, nothing has changed.',
    async work(settings, around) {
      const vendor = vendorOf(settings.given.vendor);
      const secretId = await secretOf(settings, vendor, around.aws);
      const region = secretId.split(':')[3] || settings.region;
      const client = new SecretsManagerClient(around.aws.client(region));
      const back = wayBack(settings, vendor);
      if (settings.given.back === true) await goBack(client, secretId, settings, around);
      else await rotate({ client, secretId, vendor, back }, settings, around);
    },
  };

  async function rotate(
    {
      client,
      secretId,
      vendor,
      back,
    }: { client: SecretsManagerClient; secretId: string; vendor: KeyedVendor; back: string },
    { yes }: Settings,
    { say, wait, now }: Surroundings,
  ): Promise<void> {
    const { name, keysAt } = vendors[vendor];
    const { AWSCURRENT: old } = await versionsOf(client, secretId);
    say(`${name}: a new key is tried, then put into ${secretId}, and used within five minutes.`);
    if (!yes) return;
    const key = await readKey();
    await tryKey(vendor, key);
    say(`${name} takes the new key.`);
    // Two steps, so that a stop between them leaves the old key in use.
    const added = await putPending(client, secretId, key);
    await moveStage(client, secretId, 'AWSCURRENT', { from: old, to: added });
    await moveStage(client, secretId, 'AWSPENDING', { from: added });
    say(`The new key is current. The way back, as long as the old key is valid:\n  ${back}`);
    say(
      `Leave the old key valid until ${clockTime(now() + SETTLE_MS)}: functions that are warm still use it. Waiting …`,
    );
    await wait(SETTLE_MS);
    say(`Now the old key may be revoked: ${keysAt}`);
  }

  async function goBack(
    client: SecretsManagerClient,
    secretId: string,
    { yes }: Settings,
    { say }: Surroundings,
  ): Promise<void> {
    const { AWSCURRENT: from, AWSPREVIOUS: to } = await versionsOf(client, secretId);
    if (to === undefined) throw new CannotGoOn('the secret has no key before this one.');
    say(`Back to the key before (version ${to}) in ${secretId}. It must still be valid at the vendor.`);
    if (!yes) return;
    await moveStage(client, secretId, 'AWSCURRENT', { from, to });
    say(
      'The key before is current; functions use it within five minutes, or at once when the vendor refuses the other.',
    );
  }
}

function vendorOf(given: Settings['given'][string]): KeyedVendor {
  const vendor = keyedVendors.find((name) => name === given);
  if (vendor !== undefined) return vendor;
  throw new UsageError(`--vendor: ${given ?? 'nothing'} was given; allowed: ${keyedVendors.join(', ')}`);
}

async function secretOf({ stage, region, given }: Settings, vendor: KeyedVendor, aws: AwsAccess): Promise<string> {
  if (typeof given.secret === 'string') {
    // Not repeated: it may be the key itself.
    if (!SECRET_ARN.test(given.secret))
      throw new UsageError('--secret: that is not the ARN of a secret; the key itself is asked for');
    return given.secret;
  }
  const name = `TalentMatch-${stage}-foundation`;
  const outputs = await stackOutputs(aws, region, name);
  const arn = outputs?.[vendors[vendor].output];
  if (arn !== undefined) return arn;
  throw new CannotGoOn(
    outputs === undefined
      ? `there is no stack ${name} in ${region}.`
      : `${name} has made no secret for ${vendors[vendor].name}. Name yours with --secret ARN.`,
  );
}

function wayBack({ stage, region, given }: Settings, vendor: KeyedVendor): string {
  const secret = typeof given.secret === 'string' ? ` --secret ${given.secret}` : '';
  return `npm run rotate-secret -- --stage ${stage} --region ${region} --vendor ${vendor}${secret} --back --yes`;
}

/** UTC, to the second. */
function clockTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 19)} UTC`;
}
