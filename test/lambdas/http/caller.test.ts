import type { APIGatewayProxyEvent } from 'aws-lambda';
import { isManyPeople, mayChooseArm, ownerOf } from '../../../lambdas/http/caller';
import { routes } from '../../../lambdas/http/routes';

/** The part of an event in which API Gateway says who asks. */
const asked = (requestContext: object) => ({ requestContext }) as unknown as APIGatewayProxyEvent;
const signed = (userArn: string | null) => asked({ identity: { userArn } });
/** Claims are texts all of them, numbers and lists too, as the authoriser for user pools hands them on. */
const withToken = (claims: Record<string, string>) => asked({ authorizer: { claims }, identity: { userArn: null } });

const accessToken = {
  sub: '11111111-2222-3333-4444-555555555555',
  token_use: 'access',
  scope: 'openid email talent-match/resumes:read talent-match/resumes:write',
  client_id: 'abcdefghijklmnopqrstuvwxyz',
  exp: 'Sun Nov 22 04:00:00 UTC 2026',
};

describe('ownerOf', () => {
  it('is the subject of an access token, for a route whose scope it carries', () => {
    expect(ownerOf(withToken(accessToken), routes.getResume)).toBe(`default/${accessToken.sub}`);
    expect(() => ownerOf(withToken(accessToken), routes.matchJobs)).toThrow('The token lacks the scope matches:write.');
  });

  it('is the client itself where a client signed in without a person', () => {
    const claims = { ...accessToken, sub: accessToken.client_id, scope: 'talent-match/matches:write' };
    expect(ownerOf(withToken(claims), routes.matchJobs)).toBe(`default/${accessToken.client_id}`);
  });

  it('is the subject in its tenant for an identity token, on routes for users alone', () => {
    const { scope: _, ...claims } = { ...accessToken, token_use: 'id', 'custom:tenant': 'acme' };
    expect(ownerOf(withToken(claims), routes.matchJobs)).toBe(`acme/${accessToken.sub}`);
    expect(() => ownerOf(withToken(claims), routes.putJob)).toThrow('lacks the scope');
  });

  it.each([
    ['a user', 'arn:aws:iam::111111111111:user/importer', 'arn:aws:iam::111111111111:user/importer'],
    [
      'a role, whichever of its sessions signed',
      'arn:aws:sts::111111111111:assumed-role/catalogue-import/i-0123456789abcdef0',
      'arn:aws:sts::111111111111:assumed-role/catalogue-import',
    ],
    [
      'a role of single sign-on, without the address of the person',
      'arn:aws-cn:sts::111111111111:assumed-role/AWSReservedSSO_Import_0123/ada@example.com',
      'arn:aws-cn:sts::111111111111:assumed-role/AWSReservedSSO_Import_0123',
    ],
  ])('is %s', (_who, userArn, owner) => {
    expect(ownerOf(signed(userArn), routes.putJob)).toBe(owner);
  });

  it('is nobody in particular on a public route', () => {
    expect(ownerOf(signed(null), routes.health)).toBe('anonymous');
  });

  it('refuses a caller that nobody vouches for, should an authoriser ever be forgotten', () => {
    for (const event of [signed(null), asked({ authorizer: {} }), asked({ authorizer: { claims: 'sub' } })]) {
      expect(() => ownerOf(event, routes.matchJobs)).toThrow('Send a token of the user pool');
    }
  });
});

describe('isManyPeople', () => {
  it.each([
    ['a person', withToken(accessToken), false],
    ['a program that signs in by itself', withToken({ ...accessToken, sub: accessToken.client_id }), true],
    ['a role', signed('arn:aws:sts::111111111111:assumed-role/backend/i-0'), true],
    ['nobody known', signed(null), true],
  ])('says of %s: %s', (_who, event, expected) => {
    expect(isManyPeople(event)).toBe(expected);
  });
});

describe('mayChooseArm', () => {
  const { scope: _, ...identity } = { ...accessToken, token_use: 'id' };

  it.each([
    ['a token without the scope', withToken(accessToken), false],
    ['a token with the scope', withToken({ ...accessToken, scope: 'openid talent-match/arms:choose' }), true],
    [
      'a scope that only looks like it',
      withToken({ ...accessToken, scope: 'talent-match/arms:choose2 x:arms' }),
      false,
    ],
    ['a person of the group', withToken({ ...identity, 'cognito:groups': 'staff,testers' }), true],
    ['a person of the group, by an access token', withToken({ ...accessToken, 'cognito:groups': 'testers' }), true],
    ['a person of other groups', withToken({ ...identity, 'cognito:groups': 'staff,nottesters' }), false],
    ['a person of no group', withToken(identity), false],
    ['a role of the account', signed('arn:aws:sts::111111111111:assumed-role/backend/i-0'), true],
    ['nobody known', signed(null), false],
  ])('says of %s: %s', (_who, event, expected) => {
    expect(mayChooseArm(event)).toBe(expected);
  });
});
