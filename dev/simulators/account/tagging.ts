/** Resource Groups Tagging: the resources of a Region that carry tags. */
import * as z from 'zod';
import { type ControlApi, operation, perRegion } from './api';

export interface SimTagged {
  /** Tags by ARN. */
  resources: Map<string, Readonly<Record<string, string>>>;
}

export function taggingApi(): ControlApi & { in: (region: string) => SimTagged } {
  const states = perRegion((): SimTagged => ({ resources: new Map() }));
  return {
    in: states,
    protocol: 'json',
    signingName: 'tagging',
    operations: {
      GetResources: operation(
        z.object({ TagFilters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).default([]) }),
        ({ TagFilters }, { region }) => ({
          PaginationToken: '',
          ResourceTagMappingList: [...states(region).resources]
            .filter(([, tags]) => TagFilters.every(({ Key, Values }) => Values.includes(tags[Key] ?? '')))
            .map(([ResourceARN, tags]) => ({
              ResourceARN,
              Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            })),
        }),
        ['tag:GetResources'],
      ),
    },
  };
}
