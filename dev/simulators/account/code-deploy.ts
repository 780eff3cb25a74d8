/** AWS CodeDeploy: deployments that shift the alias of a function, and go back when they are stopped. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation, perRegion } from './api';

export interface SimDeployment {
  application: string;
  group: string;
  status: string;
  functionName: string;
  /** Looks at it that are answered with the old status after it was stopped; then `onStopped` runs. Default 1. */
  looksUntilStopped?: number;
  /** What going back does; undefined: it does not go back. */
  onStopped?: () => void;
}

export interface SimDeployments {
  /** By id. */
  deployments: Map<string, SimDeployment>;
}

export function codeDeployApi(): ControlApi & { in: (region: string) => SimDeployments } {
  const states = perRegion((): SimDeployments => ({ deployments: new Map() }));
  const stopping = new Set<string>();
  const found = (region: string, id: string) => {
    const deployment = states(region).deployments.get(id);
    if (deployment === undefined) {
      throw new Refusal(400, 'DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
    }
    return deployment;
  };
  const byId = z.object({ deploymentId: z.string() });
  return {
    in: states,
    protocol: 'json',
    signingName: 'codedeploy',
    operations: {
      ListDeployments: operation(
        z.object({
          applicationName: z.string(),
          deploymentGroupName: z.string(),
          includeOnlyStatuses: z.array(z.string()).optional(),
        }),
        ({ applicationName, deploymentGroupName, includeOnlyStatuses }, { region }) => ({
          deployments: [...states(region).deployments]
            .filter(
              ([, { application, group, status }]) =>
                application === applicationName &&
                group === deploymentGroupName &&
                (includeOnlyStatuses?.includes(status) ?? true),
            )
            .map(([id]) => id),
        }),
      ),
      ListDeploymentTargets: operation(byId, ({ deploymentId }, { region }) => {
        const { functionName } = found(region, deploymentId);
        return { targetIds: [`${functionName}:live`] };
      }),
      BatchGetDeploymentTargets: operation(
        byId.extend({ targetIds: z.array(z.string()) }),
        ({ deploymentId, targetIds }, { region }) => ({
          deploymentTargets: targetIds.map((targetId) => ({
            deploymentTargetType: 'LambdaFunction',
            lambdaTarget: {
              deploymentId,
              targetId,
              lambdaFunctionInfo: {
                functionName: found(region, deploymentId).functionName,
                functionAlias: 'live',
              },
            },
          })),
        }),
      ),
      StopDeployment: operation(
        byId.extend({ autoRollbackEnabled: z.boolean().optional() }),
        ({ deploymentId }, { region }) => {
          const { status } = found(region, deploymentId);
          if (['Succeeded', 'Failed', 'Stopped'].includes(status)) {
            throw new Refusal(400, 'DeploymentAlreadyCompletedException', 'The deployment is already complete.');
          }
          stopping.add(deploymentId);
          return { status: 'Pending', statusMessage: 'Stopping the deployment' };
        },
      ),
      GetDeployment: operation(byId, ({ deploymentId }, { region }) => {
        const deployment = found(region, deploymentId);
        if (stopping.has(deploymentId)) {
          deployment.looksUntilStopped = (deployment.looksUntilStopped ?? 1) - 1;
          if (deployment.looksUntilStopped < 0) {
            stopping.delete(deploymentId);
            deployment.status = 'Stopped';
            deployment.onStopped?.();
          }
        }
        const { application, group, status } = deployment;
        return {
          deploymentInfo: { deploymentId, applicationName: application, deploymentGroupName: group, status },
        };
      }),
    },
  };
}
