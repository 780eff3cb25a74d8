/** The connection to GitHub: made anywhere but in the console it stays PENDING, and the pipeline cannot read its source. */
import { type Check, ok, problem } from './check';

export const connectionCheck: Check = {
  name: 'connection',
  needless: ({ pipelineConnectionArn }) =>
    pipelineConnectionArn === undefined ? 'no pipelineConnectionArn' : undefined,
  permissions: ({ config: { pipelineConnectionArn: arn = '' } }) => [
    { actions: [`${serviceOf(arn)}:GetConnection`], resources: [arn] },
  ],
  async run({ config: { pipelineConnectionArn: arn = '' } }, aws) {
    const [, , , region = ''] = arn.split(':');
    const service = serviceOf(arn);
    const page = `https://console.aws.amazon.com/codesuite/settings/connections?region=${region}`;
    try {
      // The newer name has no client here; both speak the same.
      const answer = await aws.callJson({
        service,
        host: `${service}.${region}.amazonaws.com`,
        region,
        target:
          service === 'codeconnections'
            ? 'com.amazonaws.codeconnections.CodeConnections_20231201.GetConnection'
            : 'com.amazonaws.codestar.connections.CodeStar_connections_20191201.GetConnection',
        version: '1.0',
        body: { ConnectionArn: arn },
      });
      const status = (answer as { Connection?: { ConnectionStatus?: string } }).Connection?.ConnectionStatus;
      if (status === 'AVAILABLE') return [ok('The connection is available.')];
      return [
        problem(`The connection is ${status}.`, `Complete it in the console ("Update pending connection"): ${page}`),
      ];
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return [problem('There is no such connection.', `Make one, and pass its ARN as pipelineConnectionArn: ${page}`)];
    }
  },
};

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
