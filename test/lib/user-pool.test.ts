import { Match, type Template } from 'aws-cdk-lib/assertions';
import { allRoutes } from '../../lambdas/http/routes';
import { templatesOf } from '../support/templates';

let dev: Template;
let prod: Template;
let foreign: Template;
let service: Template;
beforeAll(() => {
  dev = templatesOf({}).of('data');
  const templates = templatesOf({
    stage: 'prod',
    account: '111111111111',
    alarmEmail: 'oncall@example.com',
    corsOrigins: 'https://app.example.com,http://localhost:5173,http://localhost:*,http://plain.example.com',
    smokeClient: 'true',
  });
  prod = templates.of('data');
  service = templates.of('service');
  foreign = templatesOf({
    userPoolArn: 'arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_AbCdEf',
  }).of('data');
}, 300_000);

const scopes = [...new Set(allRoutes.filter(({ auth }) => auth === 'user').map(({ scope }) => scope))].sort();

describe('Users', () => {
  it('makes a pool that costs nothing to begin with and opens to nobody by itself', () => {
    dev.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolTier: 'LITE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UsernameAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      EmailConfiguration: Match.absent(),
      Policies: {
        PasswordPolicy: Match.objectLike({ MinimumLength: 12, RequireSymbols: true, RequireNumbers: true }),
      },
    });
  });

  it('keeps the users where data is kept', () => {
    prod.hasResource('AWS::Cognito::UserPool', {
      Properties: Match.objectLike({ DeletionProtection: 'ACTIVE' }),
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    dev.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Delete' });
  });

  it('gives tokens the scopes of the routes for users, and of no other route', () => {
    const [server] = Object.values(dev.findResources('AWS::Cognito::UserPoolResourceServer'));
    expect(server?.Properties.Identifier).toBe('talent-match');
    expect(server?.Properties.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName)).toEqual([
      ...scopes,
      'arms:choose',
    ]);
  });

  it('lets people choose an arm by their group, and by no scope that the page could ask for all of them', () => {
    dev.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: 'testers', Precedence: Match.absent() });
    const choosing = Object.values(prod.findResources('AWS::Cognito::UserPoolClient')).filter(({ Properties }) =>
      JSON.stringify(Properties.AllowedOAuthScopes).includes('arms:choose'),
    );
    expect(choosing.map(({ Properties }) => Properties.AllowedOAuthFlows)).toEqual([['client_credentials']]);
  });

  it('lets a page sign people in by code and PKCE, and send them back to where pages may call from', () => {
    prod.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: Match.arrayWith(['openid']),
      CallbackURLs: ['https://app.example.com/', 'http://localhost:5173/'],
      LogoutURLs: ['https://app.example.com/', 'http://localhost:5173/'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
    dev.hasResourceProperties('AWS::Cognito::UserPoolClient', { CallbackURLs: ['http://localhost:3000/'] });
  });

  it('takes its address from the id of the stack, which names no account', () => {
    const [domain] = Object.values(prod.findResources('AWS::Cognito::UserPoolDomain'));
    const prefix = JSON.stringify(domain?.Properties.Domain);
    expect(prefix).toContain('talent-match-prod-');
    expect(prefix).toContain('AWS::StackId');
    expect(prefix).not.toMatch(/AccountId|\d{12}/);
  });

  it('has a client for the smoke test only when asked, as it is billed', () => {
    const machine = { AllowedOAuthFlows: ['client_credentials'], GenerateSecret: true };
    prod.hasResourceProperties('AWS::Cognito::UserPoolClient', machine);
    prod.hasOutput('SmokeClientId', {});
    dev.resourcePropertiesCountIs('AWS::Cognito::UserPoolClient', machine, 0);
  });

  it('tells a frontend all that it needs', () => {
    for (const name of ['Region', 'ApiUrl', 'MachineRoutes']) service.hasOutput(name, {});
    for (const name of ['UserPoolId', 'WebClientId', 'SignInUrl', 'TokenUrl']) prod.hasOutput(name, {});
    // CloudFormation takes no value of another stack as an output.
    expect(JSON.stringify(service.findOutputs('*'))).not.toContain('Fn::GetStackOutput');
  });

  it('makes nothing where a pool is given', () => {
    for (const type of ['UserPool', 'UserPoolClient', 'UserPoolDomain', 'UserPoolResourceServer', 'UserPoolGroup']) {
      foreign.resourceCountIs(`AWS::Cognito::${type}`, 0);
    }
  });
});
