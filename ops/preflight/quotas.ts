/** Quotas that an option of the configuration needs and a new account does not have. */
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { AwsAccess } from '../aws-access';
import { type Check, type Finding, ok, problem, unknown } from './check';

interface Need {
  service: string;
  /** As Service Quotas shows it; names are steadier than codes. */
  quota: string;
  least: number;
  for: string;
}

export const sageMakerQuotaCheck: Check = {
  name: 'sagemaker',
  needless: ({ sageMaker }) => (sageMaker === 'none' ? 'sageMaker=none' : undefined),
  permissions: () => [{ actions: ['servicequotas:ListServiceQuotas'] }],
  run: ({ config }, aws) =>
    quotaOf(
      aws,
      config.region,
      config.sageMaker === 'serverless'
        ? {
            service: 'sagemaker',
            quota: 'Maximum total concurrency that can be allocated across all serverless endpoints',
            // `maxConcurrency` of the endpoint in lib/sagemaker-stack.ts.
            least: 5,
            for: 'sageMaker=serverless',
          }
        : {
            service: 'sagemaker',
            quota: `${config.sageMakerInstanceType} for endpoint usage`,
            // A new version of the endpoint takes over while the old one still runs.
            least: Math.max(config.sageMakerInstancesMax, 2 * config.sageMakerInstances),
            for: 'sageMaker=instance',
          },
    ),
};

export const gatewayTimeoutCheck: Check = {
  name: 'gateway time',
  needless: ({ gatewayTimeoutMs }) =>
    gatewayTimeoutMs <= 29_000 ? `gatewayTimeoutMs=${gatewayTimeoutMs} is within the default quota` : undefined,
  permissions: () => [{ actions: ['servicequotas:ListServiceQuotas'] }],
  run: ({ config }, aws) =>
    quotaOf(aws, config.region, {
      service: 'apigateway',
      quota: 'Maximum integration timeout in milliseconds',
      least: config.gatewayTimeoutMs,
      for: `gatewayTimeoutMs=${config.gatewayTimeoutMs}`,
    }),
};

async function quotaOf(aws: AwsAccess, region: string, need: Need): Promise<Finding[]> {
  const page = `https://console.aws.amazon.com/servicequotas/home/services/${need.service}/quotas?region=${region}`;
  const client = new ServiceQuotasClient(aws.client(region));
  let NextToken: string | undefined;
  do {
    const command = new ListServiceQuotasCommand({ ServiceCode: need.service, MaxResults: 100, NextToken });
    const { Quotas = [], NextToken: next } = await client.send(command);
    const found = Quotas.find(({ QuotaName }) => QuotaName === need.quota);
    if (found !== undefined) {
      const { Value = 0, QuotaCode } = found;
      if (Value >= need.least) return [ok(`"${need.quota}" is ${Value}; ${need.for} needs ${need.least}.`)];
      return [
        problem(
          `"${need.quota}" is ${Value}; ${need.for} needs ${need.least}.`,
          `aws service-quotas request-service-quota-increase --region ${region} --service-code ${need.service} --quota-code ${QuotaCode} --desired-value ${need.least}`,
        ),
      ];
    }
    NextToken = next;
  } while (NextToken !== undefined);
  return [unknown(`Service Quotas does not list "${need.quota}" in ${region}.`, page)];
}
