/** AWS CloudFormation: the stacks of an account, their states and outputs. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export interface SimStack {
  /** Default CREATE_COMPLETE. */
  status?: string;
  outputs?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  /** Types by physical id. */
  resources?: Readonly<Record<string, string>>;
}

export interface SimStacks {
  /** By name. */
  stacks: Map<string, SimStack>;
}

export function cloudFormationApi(): ControlApi & { in: (region: string) => SimStacks } {
  const states = perRegion((): SimStacks => ({ stacks: new Map() }));
  return {
    in: states,
    protocol: 'query',
    signingName: 'cloudformation',
    operations: {
      DescribeStacks: operation(
        z.object({ StackName: z.string().optional() }),
        ({ StackName }, { region, accountId }) => {
          const all = [...states(region).stacks].filter(([name]) => StackName === undefined || name === StackName);
          if (StackName !== undefined && all.length === 0) {
            throw new Refusal(400, 'ValidationError', `Stack with id ${StackName} does not exist`);
          }
          return {
            Stacks: all.map(([name, { status = 'CREATE_COMPLETE', outputs = {}, tags = {} }]) => ({
              StackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/00000000-0000-0000-0000-000000000000`,
              StackName: name,
              CreationTime: '2026-11-01T00:00:00Z',
              StackStatus: status,
              Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
              Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            })),
          };
        },
      ),
      ListStackResources: operation(
        z.object({ StackName: z.string(), NextToken: z.string().optional() }),
        ({ StackName, NextToken }, { region }) => {
          const { resources = {} } = states(region).stacks.get(StackName) ?? {};
          // Few a page, so that whoever asks once is found out.
          const start = Number(NextToken ?? 0);
          const all = Object.entries(resources);
          return {
            StackResourceSummaries: all.slice(start, start + 4).map(([id, ResourceType]) => ({
              LogicalResourceId: id,
              PhysicalResourceId: id,
              ResourceType,
              ResourceStatus: 'CREATE_COMPLETE',
              LastUpdatedTimestamp: '2026-11-01T00:00:00Z',
            })),
            ...(start + 4 < all.length && { NextToken: String(start + 4) }),
          };
        },
      ),
      DescribeStackResources: operation(
        z.object({ PhysicalResourceId: z.string() }),
        ({ PhysicalResourceId }, { region }) => {
          const owner = [...states(region).stacks].find(([, { resources }]) => resources?.[PhysicalResourceId]);
          if (owner === undefined) {
            throw new Refusal(400, 'ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
          }
          const [StackName, { resources = {} }] = owner;
          return {
            StackResources: Object.entries(resources).map(([id, ResourceType]) => ({
              StackName,
              LogicalResourceId: id,
              PhysicalResourceId: id,
              ResourceType,
              Timestamp: '2026-11-01T00:00:00Z',
              ResourceStatus: 'CREATE_COMPLETE',
            })),
          };
        },
      ),
    },
  };
}
