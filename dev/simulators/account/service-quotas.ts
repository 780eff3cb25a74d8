/** Service Quotas: the quotas that a test gives the account; a quota can be applied or only have its default. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimQuota {
  service: string;
  code: string;
  name: string;
  value: number;
}

export interface SimQuotas {
  quotas: SimQuota[];
}

const INITIAL: readonly SimQuota[] = [
  { service: 'sagemaker', code: 'L-0DE7F6B9', name: 'ml.c6i.xlarge for endpoint usage', value: 4 },
  {
    service: 'sagemaker',
    code: 'L-AA4FF8A4',
    name: 'Maximum total concurrency that can be allocated across all serverless endpoints',
    value: 10,
  },
  { service: 'apigateway', code: 'L-E5AE38E3', name: 'Maximum integration timeout in milliseconds', value: 29_000 },
];

export function serviceQuotasApi(): ControlApi & { in: (region: string) => SimQuotas } {
  const states = perRegion((): SimQuotas => ({ quotas: INITIAL.map((quota) => ({ ...quota })) }));
  return {
    in: states,
    protocol: 'json',
    signingName: 'servicequotas',
    operations: {
      ListServiceQuotas: operation(
        z.object({ ServiceCode: z.string(), NextToken: z.string().optional() }),
        ({ ServiceCode, NextToken = '0' }, { region, accountId }) => {
          const all = states(region).quotas.filter((quota) => quota.service === ServiceCode);
          // Pages of one, so that a caller who reads the first page only is found out.
          const at = Number(NextToken);
          return {
            Quotas: all.slice(at, at + 1).map(({ service, code, name, value }) => ({
              ServiceCode: service,
              QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:${service}/${code}`,
              QuotaCode: code,
              QuotaName: name,
              Value: value,
              Unit: 'None',
              Adjustable: true,
              GlobalQuota: false,
            })),
            ...(at + 1 < all.length && { NextToken: String(at + 1) }),
          };
        },
      ),
    },
  };
}
