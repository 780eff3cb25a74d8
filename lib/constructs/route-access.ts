/** Who may call a route, in API Gateway's terms: anyone, a token of the user pool with the route's scope, or a signature. */
import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  type MethodOptions,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { allRoutes } from '../../lambdas/http/routes';
import type { StageConfig } from '../stages';
import type { Users } from './user-pool';

/** @returns what a method of `api` has for a row of the route table */
export function routeAccess(
  api: RestApi,
  { config, users }: { config: StageConfig; users: Users },
): (route: (typeof allRoutes)[number]) => MethodOptions {
  const authorizer = new CognitoUserPoolsAuthorizer(api, 'UserTokens', { cognitoUserPools: [users.pool] });
  return ({ auth, scope }) => {
    if (auth === 'public') return { authorizationType: AuthorizationType.NONE };
    if (auth === 'machine') {
      return { authorizationType: AuthorizationType.IAM, apiKeyRequired: config.machineApiKeys };
    }
    const authorizationScopes = users.scopesFor(scope);
    return {
      authorizationType: AuthorizationType.COGNITO,
      authorizer,
      ...(authorizationScopes !== undefined && { authorizationScopes }),
    };
  };
}
