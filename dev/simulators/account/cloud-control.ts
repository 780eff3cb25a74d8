/** AWS Cloud Control: the resources of a type that a Region has, whoever made them. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimResources {
  /** Identifiers by CloudFormation type. */
  resources: Map<string, readonly string[]>;
}

export function cloudControlApi(): ControlApi & { in: (region: string) => SimResources } {
  const states = perRegion((): SimResources => ({ resources: new Map() }));
  return {
    in: states,
    protocol: 'json',
    signingName: 'cloudcontrolapi',
    operations: {
      ListResources: operation(
        z.object({ TypeName: z.string() }),
        ({ TypeName }, { region }) => ({
          TypeName,
          ResourceDescriptions: (states(region).resources.get(TypeName) ?? []).map((Identifier) => ({
            Identifier,
            Properties: '{}',
          })),
        }),
        ['cloudformation:ListResources'],
      ),
    },
  };
}
