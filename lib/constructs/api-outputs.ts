/** What callers of the API must know, as outputs of its stack; those of the user pool are the data stack's. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { allRoutes } from '../../lambdas/http/routes';

/** In place of CDK's own output, which names an address that may be switched off. */
export function addApiOutputs(api: RestApi, url: string): void {
  api.node.tryRemoveChild('Endpoint');
  const stack = Stack.of(api);
  const machineRoutes = allRoutes
    .filter(({ auth }) => auth === 'machine')
    .map(({ method, path }) =>
      api.arnForExecuteApi(method, path.replaceAll(/\{\w+\}/g, '*'), api.deploymentStage.stageName),
    );
  const outputs: Record<string, { value: string; description?: string }> = {
    ApiUrl: { value: url, description: 'Callers send their requests here' },
    Region: { value: stack.region },
    MachineRoutes: {
      value: machineRoutes.join(' '),
      description: 'Resources of execute-api:Invoke for whoever signs requests',
    },
  };
  for (const [name, output] of Object.entries(outputs)) new CfnOutput(stack, name, output);
}
