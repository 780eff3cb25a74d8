/** AWS Certificate Manager: certificates by ARN. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export interface SimCertificate {
  status: 'ISSUED' | 'PENDING_VALIDATION' | 'EXPIRED' | 'FAILED';
  names: readonly string[];
}

export function certificatesApi(): ControlApi & { certificates: Map<string, SimCertificate> } {
  const certificates = new Map<string, SimCertificate>();
  return {
    certificates,
    protocol: 'json',
    signingName: 'acm',
    operations: {
      DescribeCertificate: operation(z.object({ CertificateArn: z.string() }), ({ CertificateArn }) => {
        const found = certificates.get(CertificateArn);
        if (found === undefined) {
          throw new Refusal(400, 'ResourceNotFoundException', `Could not find certificate ${CertificateArn}.`);
        }
        const [DomainName] = found.names;
        return {
          Certificate: { CertificateArn, DomainName, SubjectAlternativeNames: found.names, Status: found.status },
        };
      }),
    },
  };
}
