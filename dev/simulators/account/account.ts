/**
 * A simulated AWS account: its control planes behind one address. A call is sorted by the service and the Region in the
 * scope of its signature, as `AWS_ENDPOINT_URL` sends every client here.
 */
import { Refusal, type SimOperation, type SimRequest, type SimService } from '../exchange';
import { type ControlApi, RawReply } from './api';
import { apiGatewayApi } from './api-gateway';
import { appConfigControlApi } from './app-config-control';
import { backupApi } from './backup';
import { bedrockApi } from './bedrock';
import { budgetsApi, costExplorerApi } from './billing';
import { certificatesApi } from './certificates';
import { cloudControlApi } from './cloud-control';
import { cloudFormationApi } from './cloudformation';
import { cloudWatchApi } from './cloudwatch';
import { codeConnectionsApi, type SimConnections } from './code-connections';
import { codeDeployApi } from './code-deploy';
import { cognitoApi } from './cognito';
import { deadLettersApi } from './dead-letters';
import { dynamoDbApi } from './dynamodb';
import { lambdaApi } from './lambda';
import { lambdaFunctionsApi } from './lambda-functions';
import { secretsApi } from './secrets';
import { serviceQuotasApi } from './service-quotas';
import { snsApi } from './sns';
import { ssmApi } from './ssm';
import { stepFunctionsApi } from './step-functions';
import { stsApi } from './sts';
import { taggingApi } from './tagging';
import { type Protocol, protocols } from './wire';

export const SIM_ACCOUNT_ID = '111111111111';

/** Every API of the account with what a test can set in it. A new API is a file beside this one and a line here. */
function apis(bedrock: SimService, flags: string | undefined) {
  const connections: SimConnections = new Map();
  const cloudWatch = cloudWatchApi();
  return {
    apiGateway: apiGatewayApi(),
    appConfig: appConfigControlApi(cloudWatch, flags),
    backup: backupApi(),
    bedrock: bedrockApi(bedrock),
    budgets: budgetsApi(),
    certificates: certificatesApi(),
    cloudControl: cloudControlApi(),
    cloudFormation: cloudFormationApi(),
    cloudWatch,
    codeDeploy: codeDeployApi(),
    codeConnections: codeConnectionsApi('codeconnections', connections),
    codeStarConnections: codeConnectionsApi('codestar-connections', connections),
    cognito: cognitoApi(),
    costExplorer: costExplorerApi(),
    deadLetters: deadLettersApi(),
    dynamoDb: dynamoDbApi(),
    lambda: lambdaApi(),
    lambdaFunctions: lambdaFunctionsApi(),
    secrets: secretsApi(),
    serviceQuotas: serviceQuotasApi(),
    sns: snsApi(),
    ssm: ssmApi(),
    stepFunctions: stepFunctionsApi(),
    sts: stsApi(),
    tagging: taggingApi(),
  };
}

/** An empty, healthy, bootstrapped account, until a test sets something else. */
export interface SimAccount extends ReturnType<typeof apis> {
  accountId: string;
  /** IAM actions that the caller may use; undefined: all. `ssm:*` and `*` are understood. */
  allowed: readonly string[] | undefined;
  /** IAM actions that the caller may not use, whatever is allowed. */
  denied: Set<string>;
  /** IAM actions that were used so far, granted or not. */
  actionsUsed: Set<string>;
}

/**
 * @param bedrock the simulated models, for the calls that the account may make
 * @param others services with simulators of their own, by signing name: asked for what is no control-plane operation
 * @param flags the document of flags that is deployed at the start; undefined: none was ever deployed
 */
export function simulatedAccount(
  bedrock: SimService,
  others: Readonly<Record<string, SimService>> = {},
  flags?: string,
): {
  account: SimAccount;
  service: SimService;
} {
  const account: SimAccount = {
    ...apis(bedrock, flags),
    accountId: SIM_ACCOUNT_ID,
    allowed: undefined,
    denied: new Set(),
    actionsUsed: new Set(),
  };
  const known: readonly ControlApi[] = Object.values(account).filter(isApi);
  const refuse: SimService['refuse'] = (status, code = 'InternalFailure', message) =>
    protocols.json.refuse(status, code, message);
  return { account, service: { route, refuse } };

  function route(request: SimRequest): SimOperation | undefined {
    const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '');
    const [, region = '', signingName = ''] = scope ?? [];
    for (const api of known.filter((one) => one.signingName === signingName)) {
      const found = controlOperation(api, region, request);
      if (found !== undefined) return found;
    }
    const other = others[signingName];
    const operation = other?.route(request);
    return other && operation && { refuse: other.refuse, ...operation };
  }

  function controlOperation(api: ControlApi, region: string, request: SimRequest): SimOperation | undefined {
    const protocol = protocols[api.protocol];
    const found = protocol.find(request, api);
    const row = found && api.operations[found.name];
    if (row === undefined) return undefined;
    const actions = row.actions ?? [`${api.signingName}:${found?.name}`];
    return {
      operation: actions[0] ?? `${api.signingName}:${found?.name}`,
      refuse: (status, code, message) => protocol.refuse(status, code ?? 'InternalFailure', message),
      answer() {
        for (const action of actions) check(action, protocol);
        const output = row.answer(found?.input, {
          region,
          accountId: account.accountId,
          request,
          demand: (action) => check(action, protocol),
        });
        return output instanceof RawReply ? output.reply : protocol.write(found?.name ?? '', output);
      },
    };
  }

  function check(action: string, { accessDenied: [status, code] }: Protocol): void {
    account.actionsUsed.add(action);
    const granted = account.allowed?.some((pattern) => fits(pattern, action)) ?? true;
    if (granted && !account.denied.has(action)) return;
    const who = `arn:aws:iam::${account.accountId}:user/operator`;
    throw new Refusal(
      status,
      code,
      `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    );
  }
}

function isApi(value: unknown): value is ControlApi {
  return typeof value === 'object' && value !== null && 'operations' in value && 'signingName' in value;
}

function fits(pattern: string, action: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
