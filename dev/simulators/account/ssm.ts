/** AWS Systems Manager: parameters. Each Region is bootstrapped for the CDK to begin with. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

export interface SimParameters {
  /** By name; delete one to have none. */
  parameters: Map<string, string>;
}

export function ssmApi(): ControlApi & { in: (region: string) => SimParameters } {
  const states = perRegion((): SimParameters => ({ parameters: new Map([[BOOTSTRAP_PARAMETER, '33']]) }));
  return {
    in: states,
    protocol: 'json',
    signingName: 'ssm',
    operations: {
      GetParameter: operation(z.object({ Name: z.string() }), ({ Name }, { region, accountId }) => {
        const value = states(region).parameters.get(Name);
        if (value === undefined) throw new Refusal(400, 'ParameterNotFound', `Parameter ${Name} not found.`);
        const ARN = `arn:aws:ssm:${region}:${accountId}:parameter${Name}`;
        return { Parameter: { Name, Type: 'String', Value: value, Version: 1, ARN, DataType: 'text' } };
      }),
    },
  };
}
