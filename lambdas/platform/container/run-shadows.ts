/** Working off the queue of requests for the other arm, with its ports. */
import type { SQSEvent } from 'aws-lambda';
import type { Shadow, ShadowInput } from '../../domain/shadow';
import { withDeadline } from '../../http/deadline';
import type { Call, RequestContext } from '../../ports';
import { parseResume } from '../../services/parse-resume';
import * as service from '../../services/run-shadows';
import { readShadowMessage } from '../../storage/shadow-messages';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { isShadowing } from '../adapters/shadows';
import { shadowStores, stores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { type Platform, platform } from '../platform';
import { embed } from './embed';
import { expandQuery } from './expand-query';
import { explainMatch } from './explain-match';
import { matchJobs } from './match-jobs';

/** Kept of the worker's time for writing down what came of it. */
const SETTLE_MS = 2_000;

/** Ids of the messages that must be delivered again. */
export async function runShadows(event: SQSEvent, call: Call): Promise<string[]> {
  const at = platform();
  const ports = await portsOf(at);
  const failed = await Promise.all(
    event.Records.map(readShadowMessage).map(async ({ messageId, shadow }) => {
      // What is no message of ours comes again until it is a dead letter, where somebody will look at it.
      if (shadow === undefined) return [messageId];
      return service.runShadow(ports, shadow, call).then(
        () => [],
        () => [messageId],
      );
    }),
  );
  return failed.flat();
}

async function portsOf(at: Platform): Promise<service.RunShadowPorts> {
  const { telemetry, clock, config } = at;
  const [{ claims, records }, known] = await Promise.all([shadowStores(at), knowledge(at)]);
  return {
    claims,
    records,
    isWanted: ({ capability, requestId }) => isShadowing(at, capability, requestId),
    ask: (shadow, context) => ask(at, shadow, context),
    // As long as a user's request may take, and no longer: a late answer is a failure on both arms.
    inTime: (call, work) =>
      withDeadline(
        clock,
        Math.max(1, Math.min(config.REQUEST_TIMEOUT_MS, call.deadline - clock.now() - SETTLE_MS)),
        (inner) => work({ ...call, ...inner }),
      ),
    knowledge: known,
    telemetry,
    clock,
  };
}

/** What the route does, with nothing kept and nothing stored; that nothing is to be kept also ends the shadow of a shadow. */
async function ask(at: Platform, shadow: Shadow, context: RequestContext) {
  switch (shadow.capability) {
    case 'parse':
      return parseAgain(at, shadow.input, context);
    case 'embed':
      return embed(shadow.input, context);
    case 'match':
      return matchJobs(shadow.input, context);
    case 'expand':
      return expandQuery(shadow.input, context);
    case 'explain':
      return explainMatch(shadow.input, context);
  }
}

/** The lines that the first arm read; the file is not there any more. */
async function parseAgain(at: Platform, { document, ...rest }: ShadowInput['parse'], context: RequestContext) {
  const [text, known, readPhone, { resumes }] = await Promise.all([
    textChain(at),
    knowledge(at),
    phoneReader(at),
    stores(at),
  ]);
  const ports = {
    documents: { read: async () => document, readText: () => document },
    uploads: { read: async () => undefined },
    text,
    resumes,
    knowledge: known,
    readPhone,
    clock: at.clock,
  };
  return parseResume(ports, { ...rest, text: '', store: false, include: [] }, context);
}
