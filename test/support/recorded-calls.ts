/** Calls of AWS as they pass on the wire: which action on which resource, as IAM names them. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT } from './deployed';

export interface RecordedCall {
  action: string;
  resource: string;
}

/** A server that hands everything on to `target` unchanged, signatures included, and tells what it was. */
export async function recordingProxy(target: string, told: (call: RecordedCall) => void, region: string) {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const header = incoming.headers['x-amz-target'];
      for (const call of callsOf(
        incoming.method ?? '',
        incoming.url ?? '/',
        String(header ?? ''),
        body.toString('latin1'),
        region,
      )) {
        told(call);
      }
      const options = { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers };
      const onward = request(options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** The address of the target with the proxy in front. */
    inFront: (address: string) => {
      const url = new URL(address);
      url.port = String((server.address() as AddressInfo).port);
      return url.href.replace(/\/$/, '');
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Source of the names: service authorization reference of each service. */
function callsOf(method: string, url: string, target: string, body: string, region: string): RecordedCall[] {
  const { pathname } = new URL(url, 'http://localhost');
  const path = decodeURIComponent(pathname);
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  if (target.startsWith('DynamoDB')) {
    const action = `dynamodb:${target.split('.')[1]}`;
    const asked = JSON.parse(body) as {
      TableName?: string;
      IndexName?: string;
      RequestItems?: Record<string, unknown>;
    };
    const tables = asked.TableName === undefined ? Object.keys(asked.RequestItems ?? {}) : [asked.TableName];
    const index = asked.IndexName === undefined ? '' : `/index/${asked.IndexName}`;
    return tables.map((table) => ({ action, resource: arn('dynamodb', `table/${table}${index}`) }));
  }
  if (target.startsWith('AmazonSQS')) {
    const { QueueUrl } = JSON.parse(body) as { QueueUrl: string };
    // A batch needs the permission of the single action.
    const action = target.split('.')[1]?.replace(/Batch$/, '');
    return [{ action: `sqs:${action}`, resource: arn('sqs', QueueUrl.split('/').at(-1) ?? '') }];
  }
  if (target.startsWith('secretsmanager')) {
    const { SecretId } = JSON.parse(body) as { SecretId: string };
    return [{ action: `secretsmanager:${target.split('.')[1]}`, resource: SecretId }];
  }
  if (target.startsWith('GraniteServiceVersion')) {
    const action = `cloudwatch:${target.split('.')[1]}`;
    // What reads names no resource.
    if (!action.endsWith('AlarmActions')) return [{ action, resource: '*' }];
    const { AlarmNames } = JSON.parse(body) as { AlarmNames: string[] };
    return AlarmNames.map((name) => ({ action, resource: arn('cloudwatch', `alarm:${name}`) }));
  }
  const topic = /^Action=Publish&|&Action=Publish(&|$)/.test(body) && new URLSearchParams(body).get('TopicArn');
  if (topic) return [{ action: 'sns:Publish', resource: topic }];
  const flags = flagCall(method, path, body);
  if (flags !== undefined) {
    return flags.resources.map((resource) => ({
      action: `appconfig:${flags.action}`,
      resource: arn('appconfig', resource),
    }));
  }
  const model = /^\/bedrock\/model\/([^/]+)\/(?:converse|invoke)$/.exec(path)?.[1];
  if (model !== undefined) {
    const isProfile = /^(us|eu|apac|global)\./.test(model);
    const resource = isProfile
      ? arn('bedrock', `inference-profile/${model}`)
      : `arn:aws:bedrock:${region}::foundation-model/${model}`;
    return [{ action: 'bedrock:InvokeModel', resource }];
  }
  const endpoint = /^\/sagemaker\/endpoints\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (endpoint !== undefined) {
    return [{ action: 'sagemaker:InvokeEndpoint', resource: arn('sagemaker', `endpoint/${endpoint.toLowerCase()}`) }];
  }
  if (path === '/appConfig/configurationsessions') {
    const asked = JSON.parse(body) as Record<string, string>;
    const resource = arn(
      'appconfig',
      `application/${asked.ApplicationIdentifier}/environment/${asked.EnvironmentIdentifier}/configuration/${asked.ConfigurationProfileIdentifier}`,
    );
    // The token of the session stands for the same resource.
    return ['StartConfigurationSession', 'GetLatestConfiguration'].map((name) => ({
      action: `appconfig:${name}`,
      resource,
    }));
  }
  if (/^\/account\/restore-jobs\/[^/]+\/validations$/.test(path)) {
    return [{ action: 'backup:PutRestoreValidationResult', resource: '*' }];
  }
  const object = /^\/s3\/([^/]+)(?:\/(.*))?$/.exec(path);
  if (object !== null) {
    const resource = `arn:aws:s3:::${object[1]}/${object[2]}`;
    if (method === 'GET') return [{ action: 's3:GetObject', resource }];
    if (method === 'PUT') return [{ action: 's3:PutObject', resource }];
    // A form is as strong as who signed it.
    const key = /name="key"\r\n\r\n(.+?)\r\n/.exec(body)?.[1];
    return [{ action: 's3:PutObject', resource: `arn:aws:s3:::${object[1]}/${key}` }];
  }
  return [];
}

/** AppConfig's control plane: each action needs all of its resources. */
function flagCall(method: string, path: string, body: string): { action: string; resources: string[] } | undefined {
  const [, application, kind, id, things, number] =
    /^\/account\/applications\/([^/]+)\/(environments|configurationprofiles)\/([^/]+)(?:\/(\w+)(?:\/(\d+))?)?$/.exec(
      path,
    ) ?? [];
  if (application === undefined) return undefined;
  const all = `application/${application}`;
  const environment = `${all}/environment/${id}`;
  if (kind === 'configurationprofiles') {
    const profile = `${all}/configurationprofile/${id}`;
    if (method === 'POST') return { action: 'CreateHostedConfigurationVersion', resources: [all, profile] };
    return number === undefined
      ? { action: 'ListHostedConfigurationVersions', resources: [all, profile] }
      : {
          action: 'GetHostedConfigurationVersion',
          resources: [all, profile, `${profile}/hostedconfigurationversion/${number}`],
        };
  }
  if (things === undefined) return { action: 'GetEnvironment', resources: [all, environment] };
  if (number !== undefined) {
    const action = method === 'DELETE' ? 'StopDeployment' : 'GetDeployment';
    return { action, resources: [all, environment, `${environment}/deployment/${number}`] };
  }
  if (method === 'GET') return { action: 'ListDeployments', resources: [all, environment] };
  const asked = JSON.parse(body) as { ConfigurationProfileId: string; DeploymentStrategyId: string };
  return {
    action: 'StartDeployment',
    resources: [
      all,
      environment,
      // Its number is given by AppConfig.
      `${environment}/deployment/1`,
      `${all}/configurationprofile/${asked.ConfigurationProfileId}`,
      `deploymentstrategy/${asked.DeploymentStrategyId}`,
    ],
  };
}
