/** Asks the other arm what a user asked his own, and measures both. Safe to repeat: a request is asked and measured once. */
import { randomUUID } from 'node:crypto';
import { type Agreement, ALL_FIELDS, agreementOf, type Comparable } from '../domain/agreement';
import { type Arm, armProviders, arms, type Capability } from '../domain/arm';
import { DomainError, type ErrorCode } from '../domain/errors';
import type { Knowledge } from '../domain/knowledge';
import type { Meta } from '../domain/meta';
import { comparedSchemas, keptFrom, otherArm, reasonToRecord, type Shadow, type Side, sideOf } from '../domain/shadow';
import { differencesOf } from '../domain/shadow-record';
import type { Call, Clock, RequestContext, ShadowClaims, ShadowRecords, Telemetry } from '../ports';
import { type DropReason, dropShadow } from './offer-shadow';

export interface RunShadowPorts {
  claims: ShadowClaims;
  records: Pick<ShadowRecords, 'put'>;
  /** Whether the operators still want the other arm asked. */
  isWanted(shadow: Shadow): Promise<boolean>;
  /** What the route of the capability answers. */
  ask(shadow: Shadow, context: RequestContext): Promise<{ meta: Meta }>;
  /** Ends the work early enough that what came of it can still be written down, also work that hears no signal. */
  inTime<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T>;
  knowledge: Pick<Knowledge, 'taxonomy' | 'occupations'>;
  telemetry: Telemetry;
  clock: Clock;
}

/** An arm that says these has failed; any other refusal is of the request, or of our own stores. */
const OF_THE_ARM: ReadonlySet<ErrorCode> = new Set(['PROVIDER_UNAVAILABLE', 'DEADLINE_EXCEEDED']);
const NOBODY: Omit<Side, 'failed' | 'latencyMs'> = { provider: null, model: null, promptVersion: null, costUsd: null };

/** @throws DomainError STORE_UNAVAILABLE before anybody is asked: the message may be delivered again */
export async function runShadow(ports: RunShadowPorts, shadow: Shadow, call: Call): Promise<void> {
  const { capability, requestId, arm: own } = shadow;
  const { telemetry } = ports;
  if (!(await ports.isWanted(shadow))) return;
  // A worker that dies after this loses one measurement; asking twice would cost twice.
  if (!(await ports.claims.claim(requestId, call))) return;

  const arm = otherArm(own);
  const asked = await askOther(ports, shadow, arm, call);
  if (typeof asked === 'string') return dropShadow(telemetry, asked, requestId);

  const sides = { [own]: shadow.side, [arm]: asked.side } as Record<Arm, Side>;
  measureSides(telemetry, shadow, sides);
  const agreement =
    shadow.answer === null || asked.answer === null
      ? NOT_COMPARED
      : agreementOf<Capability>(capability, shadow.answer, asked.answer);
  measureAgreement(telemetry, shadow, agreement);
  const why = reasonToRecord(requestId, agreement.all);
  if (why === null) return;
  try {
    const answers = { [own]: shadow.answer, [arm]: asked.answer } as Record<Arm, Comparable[Capability]>;
    const fields =
      agreement.fields.length === 0 ? [] : differencesOf<Capability>(capability, answers, agreement, ports.knowledge);
    const at = `${new Date(ports.clock.now()).toISOString().slice(0, 13)}:00:00.000Z`;
    await ports.records.put(
      { id: randomUUID(), at, why, capability, arm: own, sides, agreement: agreement.all, fields },
      call,
    );
  } catch (error) {
    report(telemetry, error, 'a shadow was not recorded', requestId);
  }
}

const NOT_COMPARED: Agreement = { all: null, fields: [] };

/** Why it was dropped, where neither an answer nor a failure of the arm came of it. */
async function askOther(
  ports: RunShadowPorts,
  shadow: Shadow,
  arm: Arm,
  call: Call,
): Promise<{ side: Side; answer: Comparable[Capability] | null } | DropReason> {
  const { capability, requestId, owner } = shadow;
  const asked = { requestId, owner, operation: 'run-shadows', arm, only: armProviders[arm], noStore: true };
  const startedAt = ports.clock.now();
  try {
    const answer = await ports.inTime(call, (inner) => ports.ask(shadow, { ...inner, ...asked }));
    const { meta } = answer;
    const kept = keptFrom(arm, meta);
    if (kept !== null) return kept;
    const side = sideOf(arm, meta);
    const isCompared = !side.failed && !meta.degraded;
    return { side, answer: isCompared ? comparedSchemas[capability].parse(answer) : null };
  } catch (error) {
    if (error instanceof DomainError && OF_THE_ARM.has(error.code)) {
      return { side: { ...NOBODY, latencyMs: Math.max(0, ports.clock.now() - startedAt), failed: true }, answer: null };
    }
    report(ports.telemetry, error, 'the other arm was not asked', requestId);
    return 'not-asked';
  }
}

/** In pairs, so that they compare: time and cost only where both have answered. */
function measureSides(telemetry: Telemetry, { capability, requestId }: Shadow, sides: Record<Arm, Side>): void {
  const { current, aws } = sides;
  const areTimed = !current.failed && !aws.failed;
  const arePriced = areTimed && current.costUsd !== null && aws.costUsd !== null;
  for (const arm of arms) {
    const { failed, latencyMs, costUsd, promptVersion } = sides[arm];
    telemetry.measure(
      {
        ShadowFailures: Number(failed),
        ...(areTimed && { ShadowDuration: latencyMs }),
        ...(arePriced && costUsd !== null && { ShadowCostUsd: costUsd }),
      },
      { capability, arm },
      { requestId, ...(promptVersion !== null && { promptVersion }) },
    );
  }
}

function measureAgreement(telemetry: Telemetry, { capability, requestId }: Shadow, { all, fields }: Agreement): void {
  const measured = all === null ? fields : [...fields, { field: ALL_FIELDS, agreement: all }];
  for (const { field, agreement } of measured) {
    telemetry.measure({ ShadowAgreement: agreement }, { capability, field }, { requestId });
  }
}

function report(telemetry: Telemetry, error: unknown, message: string, requestId: string): void {
  const name = error instanceof DomainError ? error.code : error instanceof Error ? error.name : typeof error;
  telemetry.event('warn', message, { operation: 'run-shadows', requestId, error: name });
}
