/** The REST API, walked from the route table. */
import { Duration } from 'aws-cdk-lib';
import { AuthorizationType, LambdaIntegration, type MethodOptions, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { allRoutes } from '../../lambdas/http/routes';
import type { Slug } from '../functions';
import type { StageConfig } from '../stages';
import type { ServiceFunction } from './service-function';

export class HttpApi extends Construct {
  readonly api: RestApi;

  constructor(
    scope: Construct,
    id: string,
    props: { config: StageConfig; functions: Readonly<Record<Slug, ServiceFunction>> },
  ) {
    super(scope, id);
    const { config, functions } = props;
    this.api = new RestApi(this, 'Api', {
      restApiName: `talent-match-${config.stage}`,
      deployOptions: { stageName: config.stage },
    });
    for (const route of allRoutes) {
      const { alias } = functions[route.slug as Slug];
      const options: MethodOptions = {
        authorizationType: route.auth === 'public' ? AuthorizationType.NONE : AuthorizationType.IAM,
      };
      this.api.root
        .resourceForPath(route.path)
        .addMethod(
          route.method,
          new LambdaIntegration(alias, { timeout: Duration.millis(config.gatewayTimeoutMs) }),
          options,
        );
    }
  }
}
