/** The role with which API Gateway writes logs: one for the whole account and Region, so others may lean on it. */
import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { type Check, ok, problem, warning } from './check';

export const gatewayRoleCheck: Check = {
  name: 'gateway role',
  permissions: ({ config }) => [
    { actions: ['apigateway:GET'], resources: [`arn:aws:apigateway:${config.region}::/account`] },
  ],
  async run({ config }, aws) {
    const { cloudwatchRoleArn } = await new APIGatewayClient(aws.client(config.region)).send(new GetAccountCommand({}));
    if (!config.apiGatewayRole) {
      return cloudwatchRoleArn === undefined
        ? [
            problem(
              `API Gateway has no role to write logs with in ${config.region}, and apiGatewayRole=false keeps the stacks from setting one.`,
              'Leave apiGatewayRole=false out',
            ),
          ]
        : [ok(`API Gateway writes logs as ${nameOf(cloudwatchRoleArn)}; it stays as it is.`)];
    }
    if (cloudwatchRoleArn === undefined) return [ok('None is set; the foundation stack sets one.')];
    if (cloudwatchRoleArn.includes(`/TalentMatch-${config.stage}-foundation`)) return [ok('Set by this stage.')];
    return [
      warning(
        `API Gateway writes logs as ${nameOf(cloudwatchRoleArn)}, for every API in ${config.region}. The foundation stack would put its own role in that place.`,
        'Keep it with -c apiGatewayRole=false',
      ),
    ];
  },
};

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
