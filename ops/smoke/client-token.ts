/** A token by the client-credentials grant (RFC 6749, 4.4), for tests that no person is there for. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { AwsAccess } from '../aws-access';
import { Wrong } from './expect';

const secretSchema = z.union([
  z.object({ clientSecret: z.string() }).transform(({ clientSecret }) => clientSecret),
  z.string().min(1),
]);

/** @throws Wrong when the token endpoint refuses; nothing of the secret is shown */
export async function clientToken(
  aws: AwsAccess,
  region: string,
  client: { id: string; secretId: string; tokenUrl: string },
): Promise<string> {
  const secrets = new SecretsManagerClient(aws.client(client.secretId.split(':')[3] || region));
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: client.secretId }));
  const secret = secretSchema.parse(SecretString.startsWith('{') ? JSON.parse(SecretString) : SecretString);
  const response = await fetch(client.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(10_000),
  });
  const answer = z.object({ access_token: z.string() }).safeParse(await response.json().catch(() => undefined));
  if (!answer.success) throw new Wrong(`The token endpoint answered ${response.status} and gave no token.`);
  return answer.data.access_token;
}
