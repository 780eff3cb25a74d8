/** The certificate of the API's own host name: issued, and for that name. */
import { type Check, ok, problem } from './check';

export const certificateCheck: Check = {
  name: 'certificate',
  needless: ({ domainName }) => (domainName === undefined ? 'no domainName' : undefined),
  permissions: ({ config: { certificateArn = '' } }) => [
    { actions: ['acm:DescribeCertificate'], resources: [certificateArn] },
  ],
  async run({ config: { certificateArn: arn = '', domainName = '', region } }, aws) {
    const page = `https://console.aws.amazon.com/acm/home?region=${region}#/certificates/list`;
    try {
      const answer = await aws.callJson({
        service: 'acm',
        host: `acm.${region}.amazonaws.com`,
        region,
        target: 'CertificateManager.DescribeCertificate',
        version: '1.1',
        body: { CertificateArn: arn },
      });
      const { Certificate } = answer as { Certificate?: { Status?: string; SubjectAlternativeNames?: string[] } };
      const names = Certificate?.SubjectAlternativeNames ?? [];
      if (!names.some((name) => covers(name, domainName))) {
        return [
          problem(`The certificate is for ${names.join(', ')}, not for ${domainName}.`, `Request one for it: ${page}`),
        ];
      }
      if (Certificate?.Status === 'ISSUED') return [ok(`Issued, for ${domainName}.`)];
      return [
        problem(
          `The certificate is ${Certificate?.Status}.`,
          Certificate?.Status === 'PENDING_VALIDATION'
            ? `Add the CNAME record that its page shows: ${page}`
            : `Request a new one: ${page}`,
        ),
      ];
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return [problem(`There is no such certificate in ${region}.`, page)];
    }
  },
};

/** `*.example.com` stands for one label. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.split('.').slice(1).join('.') === name.slice(2));
}
