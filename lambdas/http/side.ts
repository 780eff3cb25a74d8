/** By what the side of the migration is decided that serves a request: who asks, `X-Session-Id`, and a tester's `X-AI-Arm`. */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ARM_SCOPE, type Arm, type Assignee, arms, type Capability, TESTERS } from '../domain/arm';
import { DomainError } from '../domain/errors';
import type { Call } from '../ports';
import { isManyPeople, mayChooseArm } from './caller';
import { headerOf } from './read-request';

export type Assign = (ask: Assignee & { capability: Capability }) => Promise<Pick<Call, 'arm' | 'maintenanceUntil'>>;

const SESSION = /^[\x21-\x7e]{1,200}$/;

/**
 * A person keeps an arm. Where the owner is many people a session does, and without one whoever sends the same body.
 * @throws DomainError `FORBIDDEN` or `INVALID_REQUEST`
 */
export function assigneeOf(event: APIGatewayProxyEvent, owner: string, body: Uint8Array): Assignee {
  const session = headerOf(event, 'x-session-id');
  if (session !== undefined && !SESSION.test(session)) {
    throw headerFault('The header X-Session-Id must be 1 to 200 visible ASCII characters without blanks.');
  }
  const override = chosenArm(event);
  return {
    owner,
    subject: isManyPeople(event) ? memberOf(owner, session ?? body) : owner,
    ...(override !== undefined && { override }),
  };
}

/**
 * The side of a request.
 * @throws DomainError `INVALID_REQUEST` when a tester asks for an arm that is not to be had
 */
export async function sideOf(assign: Assign, ask: Parameters<Assign>[0]): ReturnType<Assign> {
  const side = await assign(ask);
  const { override, capability } = ask;
  if (override !== undefined && side.maintenanceUntil === undefined && side.arm !== override) {
    throw headerFault(`The arm ${override} is not set up for ${capability}. Leave the header X-AI-Arm out.`);
  }
  return side;
}

function chosenArm(event: APIGatewayProxyEvent): Arm | undefined {
  const word = headerOf(event, 'x-ai-arm');
  if (word === undefined) return undefined;
  if (!mayChooseArm(event)) {
    const detail = `The header X-AI-Arm is for testers: the token needs the scope ${ARM_SCOPE}, or its user the group ${TESTERS}.`;
    throw new DomainError('FORBIDDEN', detail);
  }
  const arm = arms.find((known) => known === word);
  if (arm === undefined) throw headerFault(`The header X-AI-Arm may be ${arms.join(' or ')}.`);
  return arm;
}

/** Of a fixed length first, so that no owner and session make the same text as two others. */
function memberOf(owner: string, of: string | Uint8Array): string {
  const member = createHash('sha256').update(of).digest('hex');
  return createHash('sha256').update(`${member}${owner}`).digest('hex');
}

function headerFault(detail: string): DomainError {
  return new DomainError('INVALID_REQUEST', detail, { errors: [{ pointer: '', code: 'invalid_header', detail }] });
}
