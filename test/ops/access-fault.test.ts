import { accessFault } from '../../ops/access-fault';

const error = (fields: { name?: string; code?: string; hostname?: string; message?: string }) =>
  Object.assign(new Error(fields.message ?? 'no more is known'), fields);

describe('accessFault', () => {
  it.each([
    [{ name: 'CredentialsProviderError' }, /^No AWS credentials were found .*\n→ aws sso login/],
    [{ name: 'ExpiredTokenException' }, /have expired\.\n→ aws sso login/],
    [{ name: 'InvalidClientTokenId' }, /does not accept the credentials .*\n→ aws configure list/],
    [
      { code: 'ENOTFOUND', hostname: 'sts.eu-wst-1.amazonaws.com' },
      /^sts\.eu-wst-1\.amazonaws\.com could not be reached \(ENOTFOUND\)\.\n→ .*region/,
    ],
    [{ name: 'TimeoutError' }, /did not answer in time .*\n→ .*network/],
  ])('says of %j what mends it', (fields, text) => {
    expect(accessFault(error(fields))).toMatch(text);
  });

  it('leaves what AWS answered to the one who asked', () => {
    expect(accessFault(error({ name: 'AccessDeniedException' }))).toBeUndefined();
  });
});
