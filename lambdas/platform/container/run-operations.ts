/** Working off the queue of long work, with its ports. */
import type { SQSEvent } from 'aws-lambda';
import { DomainError, type ErrorCode } from '../../domain/errors';
import { withDeadline } from '../../http/deadline';
import { measureAnswer } from '../../http/measure-answer';
import { measureArm } from '../../http/measure-arm';
import { problemKinds } from '../../http/problem';
import { routes } from '../../http/routes';
import type { Call } from '../../ports';
import { parseResume } from '../../services/parse-resume';
import * as service from '../../services/run-operations';
import { readOperationMessage } from '../../storage/operation-messages';
import { assigned } from '../adapters/current-flags';
import { eventOutlet } from '../adapters/event-outlet';
import { workStores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { workQueue } from '../adapters/work-queue';
import { type Platform, platform } from '../platform';
import { parsePorts } from './parse-resume';

/** Kept of the worker's time for writing down what became of an item, and for telling its owner. */
const SETTLE_MS = 2_000;

/** Ids of the messages that must be delivered again. */
export async function runOperations(event: SQSEvent, call: Call): Promise<string[]> {
  const ports = await portsOf(platform());
  const messages = event.Records.map(readOperationMessage);
  const named = { ...call, operation: 'run-operations' };
  const done = await Promise.all(
    // What is no message of ours comes again until it is a dead letter, where somebody will look at it.
    messages.map(
      async ({ item, ...delivery }) => item !== undefined && service.runItem(ports, { ...item, ...delivery }, named),
    ),
  );
  return messages.filter((_, at) => !done[at]).map(({ messageId }) => messageId);
}

async function portsOf(at: Platform): Promise<service.RunPorts> {
  const { telemetry, clock } = at;
  const [{ operations }, outlet, queue, text, parse] = await Promise.all([
    workStores(at),
    eventOutlet(at),
    workQueue(at),
    textChain(at),
    parsePorts(at),
  ]);
  return {
    operations,
    uploads: parse.uploads,
    inTime: (call, work) =>
      withDeadline(clock, Math.max(1, call.deadline - clock.now() - SETTLE_MS), (inner) => work({ ...call, ...inner })),
    outlet,
    queue,
    telemetry,
    clock,
    random: Math.random,
    async parse(request, context, storeAs) {
      const { assignee = { owner: context.owner, subject: context.owner } } = context;
      const side = await assigned(at, { ...assignee, capability: 'parse' });
      const startedAt = clock.now();
      const measure = (meta: ReturnType<typeof measureAnswer>, code?: ErrorCode) => {
        if (side.arm === undefined || assignee.override !== undefined) return;
        const { requestId } = context;
        const status = code === undefined ? 200 : problemKinds[code].status;
        const request = { requestId, status, durationMs: clock.now() - startedAt, code, meta };
        measureArm(telemetry, { capability: 'parse', arm: side.arm }, request);
      };
      try {
        const answer = await parseResume({ ...parse, text }, request, { ...context, ...side }, storeAs);
        measure(measureAnswer(telemetry, routes.parseResume.operationId, answer));
        return answer;
      } catch (error) {
        measure(undefined, error instanceof DomainError ? error.code : 'INTERNAL');
        throw error;
      }
    },
  };
}
