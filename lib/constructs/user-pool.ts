/** Who may call the routes for users: a pool of our own, whose tokens carry the scopes of the route table, or one that exists. */
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  FeaturePlan,
  type IUserPool,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ARM_SCOPE, TESTERS } from '../../lambdas/domain/arm';
import { allRoutes } from '../../lambdas/http/routes';
import type { StageConfig } from '../stages';
import { acknowledge } from './acknowledge';
import { stackMark } from './stack-mark';

/** In front of each scope in a token: `talent-match/resumes:read`. lambdas/http/caller.ts reads what is behind the slash. */
const RESOURCE_SERVER = 'talent-match';

/** A frontend on a developer's machine, for a stage whose pages have no address yet. */
const LOCAL_PAGE = 'http://localhost:3000';

/** Of the routes for users. Routes for machines are signed, and take no token. */
export const userScopes: readonly string[] = [
  ...new Set(allRoutes.flatMap(({ auth, scope }) => (auth === 'user' && scope !== null ? [scope] : []))),
].sort();

export class Users extends Construct {
  readonly pool: IUserPool;
  private readonly scoped: boolean;

  constructor(scope: Construct, id: string, { config }: { config: StageConfig }) {
    super(scope, id);
    this.scoped = config.userPoolArn === undefined;
    if (config.userPoolArn !== undefined) {
      this.pool = UserPool.fromUserPoolArn(this, 'Pool', config.userPoolArn);
      this.tell({ UserPoolId: this.pool.userPoolId });
      return;
    }
    const pool = this.newPool(config);
    this.pool = pool;
    const server = pool.addResourceServer('Api', {
      identifier: RESOURCE_SERVER,
      scopes: [...userScopes, ARM_SCOPE].map(
        (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: `Talent Match: ${scopeName}` }),
      ),
    });
    // A client that may ask for a scope gets it for each of its users: people are testers by their group.
    pool.addGroup('Testers', { groupName: TESTERS, description: 'May say which arm serves a request: X-AI-Arm' });
    this.tell({
      UserPoolId: pool.userPoolId,
      ...this.signIn(pool, server, config),
      ...(config.smokeClient && { SmokeClientId: this.smokeClient(pool, server).userPoolClientId }),
    });
  }

  /**
   * What a token must carry for a scope of the route table. Nothing for a pool that exists: its tokens are identity
   * tokens, which carry no scopes.
   */
  scopesFor(scope: string | null): string[] | undefined {
    return this.scoped && scope !== null ? [`${RESOURCE_SERVER}/${scope}`] : undefined;
  }

  /** Here and not beside the API: CloudFormation takes no value of another stack as an output. */
  private tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(Stack.of(this), name, { value });
  }

  private newPool(config: StageConfig): UserPool {
    const pool = new UserPool(this, 'Pool', {
      // The first 10,000 users a month are free. Lite has all that is used here: sign-in page, PKCE, scopes, TOTP.
      featurePlan: FeaturePlan.LITE,
      // Each call may cost: an open door to strangers is a decision of whoever runs the service.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      autoVerify: { email: true },
      keepOriginal: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      // A text message costs and can be taken over; an authenticator app does neither.
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: config.retainData,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    acknowledge(pool, {
      'AwsSolutions-COG2': 'Candidates look for work: a second factor is theirs to choose, and offered to all.',
      'AwsSolutions-COG8':
        'Threat protection is of the Plus plan, which bills every user; the firewall limits guesses.',
    });
    return pool;
  }

  private signIn(pool: UserPool, server: UserPoolResourceServer, config: StageConfig): Record<string, string> {
    const domain = pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: domainPrefix(config) } });
    const pages = pagesOf(config);
    const client = new UserPoolClient(this, 'WebClient', {
      userPool: pool,
      // A page cannot keep a secret; PKCE stands in its place.
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, ...scopesOf(server, userScopes)],
        callbackUrls: pages,
        logoutUrls: pages,
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
    });
    onlyByPage(client);
    return {
      WebClientId: client.userPoolClientId,
      SignInUrl: domain.baseUrl(),
      TokenUrl: `${domain.baseUrl()}/oauth2/token`,
    };
  }

  /**
   * Signs in by its id and secret, as no person is there when a deployment is tried. Cognito bills such a client 6 USD a
   * month and 2.25 USD for 1,000 tokens. Source: Amazon Cognito pricing, machine-to-machine, 2025-05.
   */
  private smokeClient(pool: UserPool, server: UserPoolResourceServer): UserPoolClient {
    const client = new UserPoolClient(this, 'SmokeClient', {
      userPool: pool,
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: scopesOf(server, [...userScopes, ARM_SCOPE]) },
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(15),
    });
    onlyByPage(client);
    return client;
  }
}

/** Cognito's own default lets a client take passwords too; tokens got so carry none of our scopes. */
function onlyByPage(client: UserPoolClient): void {
  (client.node.defaultChild as CfnUserPoolClient).explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
}

function scopesOf(server: UserPoolResourceServer, names: readonly string[]): OAuthScope[] {
  return names.map((scopeName) =>
    OAuthScope.resourceServer(server, new ResourceServerScope({ scopeName, scopeDescription: scopeName })),
  );
}

/**
 * Unique in the region among all customers of AWS, the same at each deployment, and without the account's number, which
 * every visitor would read: the stage, and the first part of the stack's own id, a UUID.
 */
function domainPrefix({ stage }: StageConfig): string {
  return `talent-match-${stage}-${stackMark()}`;
}

/** Where the sign-in page may send people back to: Cognito takes no patterns, and plain HTTP for localhost only. */
function pagesOf({ corsOrigins }: StageConfig): string[] {
  const origins = (corsOrigins?.split(',') ?? []).filter((origin) =>
    /^(https:|http:\/\/localhost\b)[^*]+$/.test(origin),
  );
  return (origins.length > 0 ? origins : [LOCAL_PAGE]).map((origin) => `${origin}/`);
}
