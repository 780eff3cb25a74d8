/** The REST API, walked from the route table: each route goes to the alias of its slug, everything else to `meta`, which refuses it. */
import { Duration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type CfnRestApi,
  EndpointType,
  type IResource,
  LambdaIntegration,
  MethodLoggingLevel,
  RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allRoutes } from '../../lambdas/http/routes';
import { binaryMediaTypes } from '../binary-media-types';
import type { Slug } from '../functions';
import type { StageConfig } from '../stages';
import { acknowledge } from './acknowledge';
import { addApiOutputs } from './api-outputs';
import { CustomDomain, TLS } from './custom-domain';
import { Firewall } from './firewall';
import { accessLog, executionLog } from './gateway-logs';
import { addGatewayResponses } from './gateway-responses';
import { addPreflight } from './preflight';
import { requiredParameters } from './required-parameters';
import { routeAccess } from './route-access';
import type { ServiceFunction } from './service-function';
import { addUsagePlan, methodSettings } from './throttling';
import type { Users } from './user-pool';

export interface HttpApiProps {
  config: StageConfig;
  functions: Readonly<Record<Slug, ServiceFunction>>;
  users: Users;
  logKey: IKey | undefined;
}

export class HttpApi extends Construct {
  readonly api: RestApi;
  /** Where callers send their requests; ends in a slash. */
  readonly url: string;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { config, logKey } = props;
    const origins = config.corsOrigins?.split(',') ?? [];
    const access = accessLog(this, { config, key: logKey });
    this.accessLog = access.group;
    const watched = {
      loggingLevel: MethodLoggingLevel.ERROR,
      // Bodies are resumes.
      dataTraceEnabled: false,
      // Five billed metrics for each method, of which there are forty; those of the API are free, and ours tell of each route.
      metricsEnabled: false,
    };
    this.api = new RestApi(this, 'Api', {
      restApiName: `talent-match-${config.stage}`,
      description: `Talent Match ${config.stage}`,
      endpointTypes: [EndpointType.REGIONAL],
      binaryMediaTypes: [...binaryMediaTypes],
      disableExecuteApiEndpoint: config.domainName !== undefined,
      deployOptions: {
        stageName: config.stage,
        ...access.options,
        tracingEnabled: config.tracing,
        ...watched,
        throttlingRateLimit: config.throttleRate,
        throttlingBurstLimit: config.throttleBurst,
        methodOptions: methodSettings(config, watched),
      },
    });
    const resource = this.api.node.defaultChild as CfnRestApi;
    Object.assign(resource, TLS);
    executionLog(this.api, { config, key: logKey });
    addGatewayResponses(this.api, origins);
    this.addRoutes(props);
    for (const each of this.resources()) {
      this.refuseTheRest(each, props);
      if (origins.length > 0) addPreflight(each, origins);
    }
    addUsagePlan(this.api, config);
    if (config.waf) new Firewall(this, 'Firewall', { api: this.api, config, logKey });
    this.url = this.customUrl(config) ?? this.api.url;
    addApiOutputs(this.api, this.url);
    this.acknowledgeFindings(config);
  }

  private addRoutes({ config, functions, users }: HttpApiProps): void {
    const access = routeAccess(this.api, { config, users });
    const requestValidator = new RequestValidator(this, 'Parameters', {
      restApi: this.api,
      validateRequestParameters: true,
      validateRequestBody: false,
    });
    for (const route of allRoutes) {
      const { alias } = functions[route.slug as Slug];
      const integration = new LambdaIntegration(alias, {
        timeout: Duration.millis(config.gatewayTimeoutMs),
        allowTestInvoke: false,
      });
      this.api.root.resourceForPath(route.path).addMethod(route.method, integration, {
        operationName: route.operationId,
        requestValidator,
        requestParameters: requiredParameters(route),
        ...access(route),
      });
    }
    this.api.root.addResource('{proxy+}');
  }

  /** 404 or 405 in the words of the handlers. The permission is for the whole API, as one for each resource would be too many. */
  private refuseTheRest(resource: IResource, { config, functions }: HttpApiProps): void {
    const integration = new LambdaIntegration(functions.meta.alias, {
      timeout: Duration.millis(config.gatewayTimeoutMs),
      scopePermissionToMethod: false,
    });
    resource.addMethod('ANY', integration, { authorizationType: AuthorizationType.NONE });
  }

  private resources(): IResource[] {
    return this.api.root.node.findAll().filter(isResource);
  }

  private customUrl(config: StageConfig): string | undefined {
    const { domainName, certificateArn } = config;
    if (domainName === undefined || certificateArn === undefined) return undefined;
    return new CustomDomain(this, 'Domain', { api: this.api, config, domainName, certificateArn }).url;
  }

  private acknowledgeFindings(config: StageConfig): void {
    acknowledge(this.api, {
      'AwsSolutions-APIG2':
        'Parameters are checked here, bodies by the handlers, which say more (docs/decisions/0009-request-validation.md).',
      'AwsSolutions-APIG4': 'Public are the health check, the contract, and the refusal of what is no route.',
      'AwsSolutions-COG4': 'Routes for machines are signed with SigV4; public routes have no caller to know.',
      ...(!config.waf && {
        'AwsSolutions-APIG3': 'The firewall costs about 10 USD a month: the context key waf adds it.',
      }),
      ...(!config.apiGatewayRole && {
        'Deploy-Safety::OPS-101': 'apiGatewayRole=false says that the account has its role already.',
      }),
      ...(config.gatewayTimeoutMs > 29_000 && {
        'Deploy-Safety::OPS-103': 'gatewayTimeoutMs above 29,000 says that the quota of the account is raised.',
      }),
    });
  }
}

function isResource(construct: unknown): construct is IResource {
  return construct instanceof Object && 'addResource' in construct;
}
