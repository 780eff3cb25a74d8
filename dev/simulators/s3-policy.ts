/** The checks S3 makes of a presigned form: signature, expiry, and each condition of the policy. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { Refusal } from './exchange';
import type { Form } from './multipart';

export interface DemoCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const policySchema = z.object({
  expiration: z.string(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), z.number(), z.number()]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

/** Fields that need no condition. */
const FREE: ReadonlySet<string> = new Set(['policy', 'x-amz-signature', 'file']);

/** Throws Refusal with S3's code when the form may not be stored in `bucket`. */
export function checkPolicy(form: Form, bucket: string, credentials: DemoCredentials, nowMs: number): void {
  const field = (name: string) => (name === 'bucket' ? bucket : form.fields.get(name));
  const encoded = field('policy') ?? '';
  if (!signatureFits(encoded, field('x-amz-credential') ?? '', field('x-amz-signature') ?? '', credentials)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new Refusal(403, 'SignatureDoesNotMatch', message);
  }
  const policy = policySchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  if (Date.parse(policy.expiration) <= nowMs) throw denied('Policy expired.');
  const covered = new Set(FREE);
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition)) expect('eq', name.toLowerCase(), value);
    } else if (condition[0] === 'content-length-range') lengthFits(condition[1], condition[2]);
    else expect(condition[0], condition[1].replace(/^\$/, '').toLowerCase(), condition[2]);
  }
  const extra = [...form.fields.keys()].find((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);

  function expect(rule: 'eq' | 'starts-with', name: string, wanted: string): void {
    covered.add(name);
    const value = field(name) ?? '';
    if (rule === 'eq' ? value !== wanted : !value.startsWith(wanted)) {
      throw denied(`Policy Condition failed: ["${rule}", "$${name}", "${wanted}"]`);
    }
  }

  function lengthFits(min: number, max: number): void {
    if (form.file.length > max)
      throw new Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    if (form.file.length < min)
      throw new Refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
}

/** Signature version 4 of a policy: the policy itself is what is signed. */
function signatureFits(policy: string, scope: string, signature: string, credentials: DemoCredentials): boolean {
  const [accessKeyId, date = '', region = '', service = '', end] = scope.split('/');
  if (accessKeyId !== credentials.accessKeyId || end !== 'aws4_request') return false;
  const key = [date, region, service, end].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const wanted = createHmac('sha256', key).update(policy).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function denied(reason: string): Refusal {
  return new Refusal(403, 'AccessDenied', `Invalid according to Policy: ${reason}`);
}
