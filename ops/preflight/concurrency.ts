/** How many Lambdas may run at once, and whether the warm copies that are asked for fit in. */
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type FunctionRow, functions } from '../../lib/functions';
import { queueNames } from '../../lib/work-queues';
import { type Check, ok, problem, warning } from './check';

/** What Lambda keeps unreserved for all other functions. Source: Lambda developer guide, reserved concurrency. */
const UNRESERVED_LEAST = 100;
/** What an account should have before people use the service. The default quota of an account in use. */
const USUAL = 1_000;

export const concurrencyCheck: Check = {
  name: 'concurrency',
  permissions: () => [{ actions: ['lambda:GetAccountSettings'] }],
  async run({ config }, aws) {
    const client = new LambdaClient(aws.client(config.region));
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const all = AccountLimit?.ConcurrentExecutions ?? 0;
    const free = AccountLimit?.UnreservedConcurrentExecutions ?? 0;
    const copies = Math.max(config.provisionedConcurrency, config.provisionedConcurrencyMax);
    const facing = Object.values<FunctionRow>(functions).filter((row) => row.userFacing).length;
    const wanted = copies * facing;
    const raise = (value: number) =>
      `aws service-quotas request-service-quota-increase --region ${config.region} --service-code lambda --quota-code L-B99A9384 --desired-value ${value}`;
    if (wanted > 0 && wanted + UNRESERVED_LEAST > free) {
      const least = all - free + wanted + UNRESERVED_LEAST;
      return [
        problem(
          `${copies} warm copies of ${facing} functions take ${wanted} of the ${free} executions that are free, and ${UNRESERVED_LEAST} must stay free.`,
          raise(Math.max(USUAL, least)),
        ),
      ];
    }
    if (all < UNRESERVED_LEAST) {
      const workers = queueNames.length * config.workersAtOnce;
      return [
        warning(
          `Only ${all} Lambdas may run at once in ${config.region}, up to ${workers} of them workers of queues (workersAtOnce); what comes beyond that is answered 429.`,
          raise(USUAL),
        ),
      ];
    }
    return [
      ok(`${all} Lambdas may run at once, ${free} of them are free${wanted > 0 ? `, ${wanted} are asked for` : ''}.`),
    ];
  },
};
