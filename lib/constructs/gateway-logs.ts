/** What API Gateway writes down: one JSON line a request, and its own errors; nothing of a query string, a body or a token. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, LogGroupLogDestination, type RestApi, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages';

/**
 * What on-call asks: what was called and how it went, how long the function took and how long we did, who refused it.
 * The resource stands for the path, as a path may name a resume; messages are left out, as one of a wrong signature
 * quotes the query.
 */
export const ACCESS_LOG_FIELDS: Readonly<Record<string, string>> = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  requestTimeEpoch: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  responseType: '$context.error.responseType',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  functionStatus: '$context.integration.status',
  functionRequestId: '$context.integration.requestId',
  authorizerStatus: '$context.authorizer.status',
  responseBytes: '$context.responseLength',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  apiKeyId: '$context.identity.apiKeyId',
  protocol: '$context.protocol',
  domainName: '$context.domainName',
  firewallStatus: '$context.waf.status',
  traceId: '$context.xrayTraceId',
};

export interface GatewayLogsProps {
  config: StageConfig;
  key: IKey | undefined;
}

/** The access log's group, and the options of the stage that go with it. */
export function accessLog(
  scope: Construct,
  props: GatewayLogsProps,
): { group: LogGroup; options: Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'> } {
  const group = new LogGroup(scope, 'AccessLog', {
    ...common(props),
    removalPolicy: props.config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
  });
  return {
    group,
    options: {
      accessLogDestination: new LogGroupLogDestination(group),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
    },
  };
}

/** API Gateway would make this group itself, under this name, and keep it for ever. */
export function executionLog(api: RestApi, props: GatewayLogsProps): LogGroup {
  const group = new LogGroup(api, 'ExecutionLog', {
    ...common(props),
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${props.config.stage}`,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  api.deploymentStage.node.addDependency(group);
  return group;
}

function common({ config, key }: GatewayLogsProps) {
  return { retention: config.logRetentionDays as RetentionDays, ...(key !== undefined && { encryptionKey: key }) };
}
