/** User pools and their clients. */
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const POOL = 'AWS::Cognito::UserPool';
const CLIENT_API = 'Cognito API reference, CreateUserPoolClient';
const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1_440 };
/** Scopes that every pool has. */
const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

export const cognito: readonly Rule[] = [
  {
    id: 'OPS-1801',
    title: 'OAuth client that lacks what its flow needs',
    why: 'Cognito refuses it: InvalidOAuthFlowException; client_credentials needs a secret and stands alone, code needs a callback.',
    fix: 'give a browser client the flow code, callback URLs and no secret; give a machine client a secret and client_credentials only.',
    source: CLIENT_API,
    check: each(CLIENT, function* (client) {
      const flows = client.get('AllowedOAuthFlows');
      if (flows.items.length === 0) return;
      const isMachine = flows.texts.includes('client_credentials');
      if (!client.get('AllowedOAuthFlowsUserPoolClient').isTrue)
        yield fault(client.get('AllowedOAuthFlowsUserPoolClient'), 'flows that are not switched on');
      else if (isMachine && flows.items.length > 1) yield fault(flows, flows.texts.join(' and '));
      else if (isMachine && !client.get('GenerateSecret').isTrue)
        yield fault(client.get('GenerateSecret'), 'client_credentials without a secret');
      else if (!isMachine && client.get('CallbackURLs').items.length === 0)
        yield fault(client.get('CallbackURLs'), 'no callback');
      else if (client.get('AllowedOAuthScopes').items.length === 0)
        yield fault(client.get('AllowedOAuthScopes'), 'no scope');
    }),
  },
  {
    id: 'OPS-1802',
    title: 'Scope that no resource server has, or has not yet',
    why: 'Cognito refuses it: "Invalid scope requested" (ScopeDoesNotExistException), whenever the client is made first.',
    fix: 'take the scope from the resource server (OAuthScope.resourceServer), or add a dependency on it.',
    source: CLIENT_API,
    check: each(CLIENT, function* (client, cloud) {
      for (const scope of client.get('AllowedOAuthScopes').items) {
        const text = scope.text ?? '';
        if (STANDARD_SCOPES.includes(text)) continue;
        const servers = cloud.all('AWS::Cognito::UserPoolResourceServer');
        const server = servers.find((one) => {
          const id = one.get('Identifier').text;
          const names = one.get('Scopes').items.map((item) => item.get('ScopeName').text);
          return cloud.named(text).includes(one) || names.some((name) => `${id}/${name}` === text);
        });
        if (server === undefined ? isLiteral(text) : !cloud.after(client, server)) yield fault(scope, `"${text}"`);
      }
    }),
  },
  {
    id: 'OPS-1803',
    title: 'Tokens that live too short or too long',
    why: 'Cognito refuses it: access and id tokens live 5 minutes to a day, refresh tokens up to 3,650 days and longer than both.',
    fix: 'correct the validity and its unit (TokenValidityUnits; without it access and id are hours, refresh is days).',
    source: CLIENT_API,
    check: each(CLIENT, function* (client) {
      const minutes = (kind: string, unit: string) => {
        const given = client.get(`${kind}TokenValidity`).number;
        return given === undefined
          ? undefined
          : given * (MINUTES[client.get(`TokenValidityUnits.${kind}Token`).text ?? unit] ?? 1);
      };
      const refresh = minutes('Refresh', 'days') ?? 30 * 1_440;
      for (const kind of ['Access', 'Id']) {
        const long = minutes(kind, 'hours');
        const at = client.get(`${kind}TokenValidity`);
        if (long !== undefined && (long < 5 || long > 1_440)) yield fault(at, `${long} minutes`);
        else if (long !== undefined && long >= refresh)
          yield fault(at, `${long} minutes, and the refresh token ${refresh}`);
      }
      if (refresh < 60 || refresh > 3_650 * 1_440)
        yield fault(client.get('RefreshTokenValidity'), `${refresh} minutes`);
    }),
  },
  {
    id: 'OPS-1804',
    title: 'Pool with a feature above its plan, or with two kinds of sign-in name',
    why: 'Cognito refuses it: threat protection needs the PLUS plan; UsernameAttributes and AliasAttributes exclude each other; MFA needs a factor.',
    fix: 'set UserPoolTier: PLUS or leave AdvancedSecurityMode out; use one kind of name; list EnabledMfas.',
    source: 'Cognito developer guide, feature plans',
    check: each(POOL, function* (pool) {
      const mode = pool.get('UserPoolAddOns.AdvancedSecurityMode');
      if (['AUDIT', 'ENFORCED'].includes(mode.text ?? '') && pool.get('UserPoolTier').text !== 'PLUS')
        yield fault(mode, `${mode.text} without PLUS`);
      const alias = pool.get('AliasAttributes');
      if (alias.items.length > 0 && pool.get('UsernameAttributes').items.length > 0)
        yield fault(alias, 'AliasAttributes beside UsernameAttributes');
      const factors = pool.get('EnabledMfas');
      if (['ON', 'OPTIONAL'].includes(pool.get('MfaConfiguration').text ?? '') && factors.items.length === 0)
        yield fault(factors, 'no factor');
    }),
  },
];
