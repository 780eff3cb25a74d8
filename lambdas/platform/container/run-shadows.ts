/** Working off the queue of requests for the other arm, with its ports. */
import type { SQSEvent } from 'aws-lambda';
import type { Shadow } from '../../domain/shadow';
import { withDeadline } from '../../http/deadline';
import type { Call, RequestContext } from '../../ports';
import { embed } from '../../services/embed';
import { matchJobs } from '../../services/match-jobs';
import { parseResume } from '../../services/parse-resume';
import * as service from '../../services/run-shadows';
import { readShadowMessage } from '../../storage/shadow-messages';
import { documents } from '../adapters/documents';
import { embedChains } from '../adapters/embedders';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { rules } from '../adapters/rules';
import { isShadowing } from '../adapters/shadows';
import { shadowStores, stores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { type Platform, platform } from '../platform';

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

/** The service of the route, with nothing kept and nothing stored. */
async function ask(at: Platform, shadow: Shadow, context: RequestContext) {
  const { clock } = at;
  switch (shadow.capability) {
    case 'parse': {
      const [text, known, readPhone, { resumes }] = await Promise.all([
        textChain(at),
        knowledge(at),
        phoneReader(at),
        stores(at),
      ]);
      const { document, ...rest } = shadow.input;
      const reader = { read: async () => document, readText: () => document };
      const uploads = { read: async () => undefined };
      const ports = { documents: reader, text, uploads, resumes, knowledge: known, readPhone, clock };
      return parseResume(ports, { ...rest, text: '', store: false, include: [] }, context);
    }
    case 'embed': {
      const { embed: embedders } = await embedChains(at);
      return embed({ embedders, clock }, shadow.input, context);
    }
    case 'match': {
      const [tables, reader, model, { embed: embedders }, known, readPhone] = await Promise.all([
        stores(at),
        documents(at),
        rules(at),
        embedChains(at),
        knowledge(at),
        phoneReader(at),
      ]);
      const ports = { ...tables, documents: reader, rules: model, embedders, knowledge: known, readPhone, clock };
      return matchJobs(ports, shadow.input, context);
    }
  }
}
