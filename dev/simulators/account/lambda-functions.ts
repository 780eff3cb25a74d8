/** AWS Lambda: functions with their versions and aliases. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export interface SimAlias {
  version: string;
  /** Share of calls by version, while a deployment shifts them. */
  weights?: Readonly<Record<string, number>>;
  description?: string;
  /** Changes with each update. */
  revision?: number;
}

export interface SimFunction {
  description?: string;
  environment?: Readonly<Record<string, string>>;
  /** When each version was published, ISO, by number. */
  versions: Readonly<Record<string, string>>;
  aliases: Record<string, SimAlias>;
}

export interface SimFunctions {
  /** By name. */
  functions: Map<string, SimFunction>;
}

const FUNCTION = '/2015-03-31/functions/{FunctionName}';
const named = z.object({ FunctionName: z.string(), Name: z.string() });

export function lambdaFunctionsApi(): ControlApi & { in: (region: string) => SimFunctions } {
  const states = perRegion((): SimFunctions => ({ functions: new Map() }));
  const functionOf = (region: string, name: string) => {
    const found = states(region).functions.get(name);
    if (found === undefined) throw new Refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    return found;
  };
  const aliasOf = (region: string, name: string, alias: string) => {
    const found = functionOf(region, name).aliases[alias];
    if (found === undefined) throw new Refusal(404, 'ResourceNotFoundException', `Cannot find alias: ${alias}`);
    return found;
  };
  const written = (name: string, { version, weights = {}, description = '', revision = 0 }: SimAlias) => ({
    Name: name,
    FunctionVersion: version,
    Description: description,
    RoutingConfig: { AdditionalVersionWeights: weights },
    RevisionId: String(revision),
  });
  const configuration = (name: string, made: SimFunction, version: string) => ({
    FunctionName: name,
    Description: made.description ?? '',
    Version: version,
    LastModified: made.versions[version],
    Environment: { Variables: made.environment ?? {} },
  });
  return {
    in: states,
    protocol: 'rest',
    signingName: 'lambda',
    operations: {
      [`GET ${FUNCTION}/configuration`]: operation(
        z.object({ FunctionName: z.string(), Qualifier: z.string() }),
        ({ FunctionName, Qualifier }, { region }) => {
          const made = functionOf(region, FunctionName);
          return configuration(FunctionName, made, aliasOf(region, FunctionName, Qualifier).version);
        },
        ['lambda:GetFunctionConfiguration'],
      ),
      [`GET ${FUNCTION}/versions`]: operation(
        z.object({ FunctionName: z.string(), Marker: z.string().optional() }),
        ({ FunctionName, Marker }, { region }) => {
          const made = functionOf(region, FunctionName);
          // Two a page, oldest first, as the service has them in no order that could be leant on.
          const all = ['$LATEST', ...Object.keys(made.versions)];
          const start = Number(Marker ?? 0);
          return {
            Versions: all.slice(start, start + 2).map((version) => configuration(FunctionName, made, version)),
            ...(start + 2 < all.length && { NextMarker: String(start + 2) }),
          };
        },
        ['lambda:ListVersionsByFunction'],
      ),
      [`GET ${FUNCTION}/aliases/{Name}`]: operation(
        named,
        ({ FunctionName, Name }, { region }) => written(Name, aliasOf(region, FunctionName, Name)),
        ['lambda:GetAlias'],
      ),
      [`PUT ${FUNCTION}/aliases/{Name}`]: operation(
        named.extend({
          FunctionVersion: z.string().optional(),
          Description: z.string().optional(),
          RevisionId: z.string().optional(),
          RoutingConfig: z.object({ AdditionalVersionWeights: z.record(z.string(), z.number()).optional() }).optional(),
        }),
        (input, { region }) => {
          const { FunctionName, Name, FunctionVersion, Description, RevisionId, RoutingConfig } = input;
          const alias = aliasOf(region, FunctionName, Name);
          if (RevisionId !== undefined && RevisionId !== String(alias.revision ?? 0)) {
            throw new Refusal(412, 'PreconditionFailedException', 'The RevisionId provided does not match the latest.');
          }
          if (FunctionVersion !== undefined) {
            if (functionOf(region, FunctionName).versions[FunctionVersion] === undefined) {
              throw new Refusal(
                404,
                'ResourceNotFoundException',
                `Function not found: ${FunctionName}:${FunctionVersion}`,
              );
            }
            alias.version = FunctionVersion;
          }
          if (Description !== undefined) alias.description = Description;
          if (RoutingConfig !== undefined) alias.weights = RoutingConfig.AdditionalVersionWeights ?? {};
          alias.revision = (alias.revision ?? 0) + 1;
          return written(Name, alias);
        },
        ['lambda:UpdateAlias'],
      ),
    },
  };
}
