/** AWS Cloud Control: the resources of a type that a Region has, whoever made them. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export interface SimResources {
  /** Identifiers by CloudFormation type. */
  resources: Map<string, readonly string[]>;
}

/** What the list handler of a type does in the caller's name. Source: the `handlers` of the types' schemas. */
const HANDLERS: Readonly<Record<string, string>> = {
  'AWS::GuardDuty::Detector': 'guardduty:ListDetectors',
  'AWS::AccessAnalyzer::Analyzer': 'access-analyzer:ListAnalyzers',
  'AWS::CloudTrail::Trail': 'cloudtrail:ListTrails',
};

export function cloudControlApi(): ControlApi & { in: (region: string) => SimResources } {
  const states = perRegion((): SimResources => ({ resources: new Map() }));
  return {
    in: states,
    protocol: 'json',
    signingName: 'cloudcontrolapi',
    operations: {
      ListResources: operation(
        z.object({ TypeName: z.string() }),
        ({ TypeName }, { region, demand }) => {
          const asks = HANDLERS[TypeName];
          if (asks === undefined) {
            throw new Refusal(
              400,
              'UnsupportedActionException',
              `Resource type ${TypeName} does not support LIST action`,
            );
          }
          demand(asks);
          return {
            TypeName,
            ResourceDescriptions: (states(region).resources.get(TypeName) ?? []).map((Identifier) => ({
              Identifier,
              Properties: '{}',
            })),
          };
        },
        ['cloudformation:ListResources'],
      ),
    },
  };
}
