/** What keeps a command from asking AWS at all, in words with what mends it. */

/** System errors of a name that is not known, or of a host that cannot be reached. */
const UNREACHABLE = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)$/;

/** @returns undefined when AWS was asked and answered otherwise */
export function accessFault(error: unknown): string | undefined {
  const { name, message, code, hostname, address } = error as NodeJS.ErrnoException & {
    hostname?: string;
    address?: string;
  };
  if (name === 'CredentialsProviderError') {
    return `No AWS credentials were found (${firstLine(message)}).\n→ aws sso login, or set AWS_PROFILE, or: aws configure`;
  }
  if (/^Expired|TokenExpired/.test(name)) {
    return 'The AWS credentials have expired.\n→ aws sso login, or get new ones';
  }
  if (/InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/.test(name)) {
    return `AWS does not accept the credentials (${name}).\n→ aws configure list shows where they come from; check the clock too`;
  }
  if (code !== undefined && UNREACHABLE.test(code)) {
    return `${hostname ?? address ?? 'AWS'} could not be reached (${code}).\n→ Is there a network, and is the region spelled right?`;
  }
  if (name === 'TimeoutError') return `AWS did not answer in time (${firstLine(message)}).\n→ Is there a network?`;
  return undefined;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
