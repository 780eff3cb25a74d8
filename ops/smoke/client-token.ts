/** A token by the client-credentials grant (RFC 6749, 4.4), for tests that no person is there for. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { AwsAccess } from '../aws-access';
import { Wrong } from './expect';

/** @throws Wrong when the token endpoint refuses; nothing of the secret is shown */
export async function clientToken(client: { id: string; secret: string; tokenUrl: string }): Promise<string> {
  const response = await fetch(client.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(10_000),
  });
  const answer = z.object({ access_token: z.string() }).safeParse(await response.json().catch(() => undefined));
  if (!answer.success) throw new Wrong(`The token endpoint answered ${response.status} and gave no token.`);
  return answer.data.access_token;
}

const storedSchema = z.union([
  z.object({ clientSecret: z.string() }).transform(({ clientSecret }) => clientSecret),
  z.string().min(1),
]);

/** From Secrets Manager: the secret alone, or JSON with `clientSecret`. */
export async function storedClientSecret(aws: AwsAccess, region: string, secretId: string): Promise<string> {
  const secrets = new SecretsManagerClient(aws.client(secretId.split(':')[3] || region));
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  return storedSchema.parse(SecretString.startsWith('{') ? JSON.parse(SecretString) : SecretString);
}

/** From the user pool itself; needs `cognito-idp:DescribeUserPoolClient`. */
export async function poolClientSecret(
  aws: AwsAccess,
  region: string,
  client: { id: string; userPoolId: string },
): Promise<string> {
  const answer = await aws.callJson({
    service: 'cognito-idp',
    host: `cognito-idp.${region}.amazonaws.com`,
    region,
    target: 'AWSCognitoIdentityProviderService.DescribeUserPoolClient',
    version: '1.1',
    body: { UserPoolId: client.userPoolId, ClientId: client.id },
  });
  return z.object({ UserPoolClient: z.object({ ClientSecret: z.string() }) }).parse(answer).UserPoolClient.ClientSecret;
}
