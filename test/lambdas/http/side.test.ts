import type { APIGatewayProxyEvent } from 'aws-lambda';
import { assigneeOf, sideOf } from '../../../lambdas/http/side';
import { anEvent } from './event';

const body = Buffer.from('{"input":"night shift nurse"}');
const person = { sub: 'anna', client_id: 'page', scope: 'talent-match/embeddings:write' };
const tester = { ...person, scope: 'talent-match/arms:choose' };
const program = { sub: 'backend', client_id: 'backend', scope: 'talent-match/embeddings:write' };
const asked = (claims: Record<string, string>, headers: Record<string, string> = {}): APIGatewayProxyEvent =>
  anEvent({ claims, headers });
const subject = (headers: Record<string, string>, of: { owner?: string; body?: Buffer } = {}) =>
  assigneeOf(asked(program, headers), of.owner ?? 'default/backend', of.body ?? body).subject;

describe('assigneeOf', () => {
  it('is the owner where that is a person, whatever the session', () => {
    for (const headers of [{}, { 'X-Session-Id': 's-1' }] as Record<string, string>[]) {
      expect(assigneeOf(asked(person, headers), 'default/anna', body)).toEqual({
        owner: 'default/anna',
        subject: 'default/anna',
      });
    }
  });

  it('is the session of a program, told by a hash that names neither', () => {
    const one = subject({ 'X-Session-Id': 's-1' });

    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(subject({ 'x-session-id': 's-1' }, { body: Buffer.from('another') })).toBe(one);
    expect(subject({ 'X-Session-Id': 's-2' })).not.toBe(one);
    expect(subject({ 'X-Session-Id': 's-1' }, { owner: 'default/another' })).not.toBe(one);
  });

  it('is who sends the same body where a program names no session', () => {
    expect(subject({})).toBe(subject({}));
    expect(subject({}, { body: Buffer.from('another') })).not.toBe(subject({}));
  });

  it('keeps owners and sessions apart however they are cut', () => {
    expect(subject({ 'X-Session-Id': '1a' }, { owner: 'b' })).not.toBe(
      subject({ 'X-Session-Id': '1' }, { owner: 'ab' }),
    );
  });

  it.each(['', ' ', 'a b', 'ä', 'x'.repeat(201)])('refuses the session "%s"', (session) => {
    expect(() => subject({ 'X-Session-Id': session })).toThrow('The header X-Session-Id must be');
    expect(subject({ 'X-Session-Id': 'x'.repeat(200) })).toBeDefined();
  });

  it('takes the arm that a tester asks for, and refuses every other word', () => {
    expect(assigneeOf(asked(tester, { 'X-AI-Arm': 'current' }), 'default/anna', body).override).toBe('current');
    for (const word of ['', 'AWS', 'azure', 'aws, current']) {
      expect(() => assigneeOf(asked(tester, { 'X-AI-Arm': word }), 'default/anna', body)).toThrow(
        'The header X-AI-Arm may be current or aws.',
      );
    }
  });

  it('refuses the header of anyone else, whatever it says', () => {
    for (const word of ['aws', 'azure']) {
      expect(() => assigneeOf(asked(person, { 'X-AI-Arm': word }), 'default/anna', body)).toThrow(
        expect.objectContaining({
          code: 'FORBIDDEN',
          message:
            'The header X-AI-Arm is for testers: the token needs the scope arms:choose, or its user the group testers.',
        }),
      );
    }
  });
});

describe('sideOf', () => {
  const ask = { owner: 'a', subject: 'a', capability: 'parse' } as const;

  it('is what was assigned', async () => {
    expect(await sideOf(async () => ({ arm: 'aws' }), ask)).toEqual({ arm: 'aws' });
    expect(await sideOf(async () => ({ arm: 'aws' }), { ...ask, override: 'aws' })).toEqual({ arm: 'aws' });
  });

  it('refuses an arm that the capability has not, also where it has no arms at all', async () => {
    for (const side of [{ arm: 'current' } as const, {}]) {
      await expect(sideOf(async () => side, { ...ask, override: 'aws' })).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
        message: 'The arm aws is not set up for parse. Leave the header X-AI-Arm out.',
        errors: [{ pointer: '', code: 'invalid_header' }],
      });
    }
  });

  it('lets no tester ask a model during maintenance', async () => {
    const side = { maintenanceUntil: '2026-11-22T10:00:00Z' };
    expect(await sideOf(async () => side, { ...ask, override: 'aws' })).toEqual(side);
  });
});
