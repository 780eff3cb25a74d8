/** A REST API as it is deployed: stage, logs, usage plan, name and who may call it. */
import type { Place, Resource } from './place';
import { letsService, trusted } from './policies';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const METHOD = 'AWS::ApiGateway::Method';
const STAGE = 'AWS::ApiGateway::Stage';

/** Does the stage write execution or access logs? */
function writesLogs(stage: Resource): Place | undefined {
  const access = stage.get('AccessLogSetting.DestinationArn');
  if (access.exists) return stage.get('AccessLogSetting');
  const levels = stage.get('MethodSettings').items.map((setting) => setting.get('LoggingLevel'));
  return levels.find(({ text }) => text !== undefined && text !== 'OFF');
}

export const apiStage: readonly Rule[] = [
  {
    id: 'OPS-101',
    title: "Stage that writes logs without the account's role",
    why: 'API Gateway refuses the stage: "CloudWatch Logs role ARN must be set in account settings to enable logging".',
    fix: 'let the foundation stack make AWS::ApiGateway::Account before the stage; acknowledge only where the account has the role already.',
    source: 'API Gateway developer guide, set up CloudWatch logging',
    check: each(STAGE, function* (stage, cloud) {
      const logs = writesLogs(stage);
      if (logs === undefined) return;
      const account = cloud.all('AWS::ApiGateway::Account').find(({ region }) => region === stage.region);
      if (account === undefined) yield fault(logs, 'logs, and no AWS::ApiGateway::Account in the region');
      else if (!cloud.after(stage, account)) yield fault(logs, `logs, and the stage may be made before ${account.id}`);
    }),
  },
  {
    id: 'OPS-102',
    title: 'Role of the API Gateway account that can not write logs',
    why: 'API Gateway refuses it: "The role ARN does not have required permissions configured".',
    fix: 'let the role trust apigateway.amazonaws.com and have the managed policy service-role/AmazonAPIGatewayPushToCloudWatchLogs.',
    source: 'API Gateway developer guide, set up CloudWatch logging',
    check: each('AWS::ApiGateway::Account', function* (account, cloud) {
      const at = account.get('CloudWatchRoleArn');
      const role = cloud.find(at.text, 'AWS::IAM::Role');
      if (!at.exists) yield fault(at, 'no role');
      if (role === undefined) return;
      if (!trusted(role).includes('apigateway.amazonaws.com')) yield fault(at, `${role.id} does not trust API Gateway`);
      const mayWrite = role
        .get('ManagedPolicyArns')
        .texts.some((arn) => arn.endsWith('AmazonAPIGatewayPushToCloudWatchLogs'));
      if (!mayWrite) yield fault(at, `${role.id} lacks AmazonAPIGatewayPushToCloudWatchLogs`);
    }),
  },
  {
    id: 'OPS-105',
    title: 'Usage plan without a stage that exists',
    why: 'API Gateway refuses it: "API Stage not found"; without ApiStages its throttle and quota count nothing.',
    fix: 'name the stage by reference in ApiStages (api.addUsagePlan with api.deploymentStage), so that it exists first.',
    source: 'CloudFormation template reference, AWS::ApiGateway::UsagePlan',
    check: each('AWS::ApiGateway::UsagePlan', function* (plan, cloud) {
      const stages = plan.get('ApiStages');
      if (stages.items.length === 0) yield fault(stages, 'no stage');
      for (const entry of stages.items) {
        const at = entry.get('Stage');
        const stage = cloud.find(at.text, STAGE);
        if (stage === undefined)
          yield fault(at, at.text === undefined ? 'an API without its stage' : `no stage "${at.text}"`);
        else if (!cloud.after(plan, stage)) yield fault(at, `the plan may be made before the stage "${at.text}"`);
      }
    }),
  },
  {
    id: 'OPS-106',
    title: 'Deployment that does not wait for the methods',
    why: 'API Gateway refuses it: "The REST API doesn\'t contain any methods"; or methods made later are not deployed.',
    fix: 'let the deployment depend on every method (the construct does; so does node.addDependency).',
    source: 'CloudFormation template reference, AWS::ApiGateway::Deployment',
    check: each('AWS::ApiGateway::Deployment', function* (deployment, cloud) {
      const at = deployment.get('RestApiId');
      const api = cloud.find(at.text, 'AWS::ApiGateway::RestApi');
      if (api === undefined || api.get('Body').exists || api.get('BodyS3Location').exists) return;
      const methods = cloud.all(METHOD).filter((method) => cloud.named(method.get('RestApiId').value).includes(api));
      const late = methods.filter((method) => method.stack === deployment.stack && !cloud.after(deployment, method));
      if (methods.length === 0) yield fault(at, `${api.id} has no methods`);
      else if (late.length > 0) yield fault(at, `it does not wait for ${late.map(({ id }) => id).join(', ')}`);
    }),
  },
  {
    id: 'OPS-107',
    title: 'Access log format without the request id',
    why: 'API Gateway refuses it: "Access log format must be single line and contain … $context.requestId".',
    fix: 'write one line with $context.requestId or $context.extendedRequestId in it.',
    source: 'API Gateway developer guide, set up access logging',
    check: each(STAGE, function* (stage) {
      const format = stage.get('AccessLogSetting.Format');
      if (!stage.get('AccessLogSetting').exists || (format.text !== undefined && !isLiteral(format.text))) return;
      if (!/\$context\.(requestId|extendedRequestId)\b/.test(format.text ?? '') || /\n./.test(format.text ?? '')) {
        yield fault(format, format.text === undefined ? 'no format' : `"${format.text.slice(0, 60)}"`);
      }
    }),
  },
  {
    id: 'OPS-113',
    title: 'Certificate of another region',
    why: 'API Gateway refuses it: a regional domain name takes a certificate of its own region, an edge one only us-east-1.',
    fix: 'request the certificate in the region of the API (us-east-1 for an edge-optimised name).',
    source: 'API Gateway developer guide, custom domain names: certificates',
    check: each('AWS::ApiGateway::DomainName', function* (domain) {
      for (const property of ['RegionalCertificateArn', 'CertificateArn']) {
        const at = domain.get(property);
        const region = /^arn:[^:]+:acm:([^:]+):/.exec(at.text ?? '')?.[1];
        const wanted = property === 'CertificateArn' ? 'us-east-1' : domain.region;
        if (region !== undefined && wanted !== undefined && region !== wanted)
          yield fault(at, `a certificate in ${region}`);
      }
    }),
  },
  {
    id: 'OPS-114',
    title: 'Resource policy that lets nobody call the API',
    why: 'Every call answers 403: a policy with only Deny statements allows no one.',
    fix: 'add an Allow statement for execute-api:Invoke before the Deny.',
    source: 'API Gateway developer guide, how resource policies affect authorization',
    check: each('AWS::ApiGateway::RestApi', function* (api) {
      const policy = api.get('Policy');
      const isOpen = policy.get('Statement').items.some((statement) => statement.get('Effect').text === 'Allow');
      if (policy.exists && !isOpen && !letsService(policy, '*', 'execute-api:Invoke')) yield fault(policy, 'no Allow');
    }),
  },
];
