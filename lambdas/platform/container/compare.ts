/** Comparing sides on one request, with its ports. */
import { maintenanceAt } from '../../domain/flags';
import { withDeadline } from '../../http/deadline';
import type { RequestContext } from '../../ports';
import * as service from '../../services/compare';
import { parseResume } from '../../services/parse-resume';
import { currentFlags } from '../adapters/current-flags';
import { textChain } from '../adapters/text-models';
import { type Platform, platform } from '../platform';
import { embed } from './embed';
import { expandQuery } from './expand-query';
import { explainMatch } from './explain-match';
import { matchJobs } from './match-jobs';
import { parsePorts } from './parse-resume';
import type { Requested } from './requested';

/** Kept of a request's time for saying which sides did not answer in it. */
const SETTLE_MS = 1_000;

/** A maintenance window holds for this too; whose arm it is does not matter. */
export async function compare(request: Requested<typeof service.compare>, context: RequestContext) {
  const at = platform();
  const maintenanceUntil = maintenanceAt(await currentFlags(at).current(), at.clock.now());
  return service.compare(portsOf(at), request, {
    ...context,
    ...(maintenanceUntil !== undefined && { maintenanceUntil }),
  });
}

function portsOf(at: Platform): service.ComparePorts {
  const { clock, config } = at;
  return {
    async parse(input, context) {
      const [ports, text] = await Promise.all([parsePorts(at), textChain(at)]);
      return parseResume({ ...ports, text }, { ...input, store: false, include: [] }, context);
    },
    embed,
    match: matchJobs,
    expand: expandQuery,
    explain: explainMatch,
    chains: config.chains,
    inTime: (call, work) =>
      withDeadline(clock, Math.max(1, call.deadline - clock.now() - SETTLE_MS), (inner) => work({ ...call, ...inner })),
    clock,
  };
}
