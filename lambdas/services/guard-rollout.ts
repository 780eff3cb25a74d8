/** One look at a rollout: raises the share by its plan while all figures hold, takes it back when one breaks, and says so. */
import type { ArmFigures } from '../domain/arm-figures';
import { type CurrentFlags, decided, type FlagsDocument, flagsSchema, shareOf } from '../domain/flags';
import { baselineOf, type Decision, decide, RECENT_MS, standsAside, type Why } from '../domain/rollout-guard';
import { isWatched, movedBy, type RolloutPlan, shareInForce, utcOf, withShare } from '../domain/rollout-plan';
import { percent } from '../domain/rollout-words';
import type { ArmFiguresSource, Clock, FlagDeployments, FlagsSeen, Notices, RolloutMemory, Telemetry } from '../ports';
import { type About, headline, noticeOf, type Told } from './rollout-notices';

export interface GuardPorts {
  flags: FlagDeployments;
  figures: ArmFiguresSource;
  notices: Notices;
  memory: RolloutMemory;
  telemetry: Telemetry;
  clock: Clock;
}

export interface GuardedStage {
  stage: string;
  region: string;
  /** What holds where the flags are silent. */
  deployed: CurrentFlags;
}

/** What a look came to. `share`: in force afterwards, for what the plan moves or, without one, for all. */
export type Look =
  | { did: 'nothing' | 'step' | 'finish' | 'rollBack' | 'pause'; share: number; isDryRun?: true }
  | { did: 'wait'; why: Why; isHeld: boolean; share: number }
  | { did: 'cannot-look' };

/** Where somebody else was quicker, the next look is at once. */
const TRIES = 3;
const DAY_MS = 86_400_000;

/** Never throws: where something cannot be reached nothing is changed, and the next look finds what there is. */
export async function guardRollout(ports: GuardPorts, stage: GuardedStage): Promise<Look> {
  const { telemetry } = ports;
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      const look = await lookOnce(ports, stage);
      if (look === undefined) continue;
      // Once a look: the alarm is about hours in which none was anything else.
      if (look.did !== 'nothing') telemetry.count('RolloutHeld', Number(look.did === 'wait' && look.isHeld));
      return look;
    }
  } catch (error) {
    const { name } = error instanceof Error ? error : { name: 'unknown' };
    telemetry.event('error', 'the rollout was not looked after', { operation: 'guard-rollout', error: name });
  }
  telemetry.count('RolloutHeld', 1);
  return { did: 'cannot-look' };
}

/** @returns undefined when somebody else changed the flags in the meantime */
async function lookOnce(ports: GuardPorts, { stage, region, deployed }: GuardedStage): Promise<Look | undefined> {
  const { telemetry, clock } = ports;
  const now = clock.now();
  const seen = await ports.flags.read();
  const { document, flags, isForeign } = inForce(seen, deployed);
  const { plan } = flags;
  telemetry.count('RolloutPercentage', shareOf(flags));
  if (!isWatched(plan)) return { did: 'nothing', share: flags.rollout.percentage };

  const { decision, figures } = await judge(ports, { plan, flags, isForeign, isDeploying: isUnderWay(seen), now });
  const share = shareInForce(flags.rollout, plan);
  const about: About = { plan, share, judged: movedBy(plan, flags.rollout), figures, stage, region };

  const lost = decision.do === 'rollBack' ? undefined : lostStep(seen, plan);
  if (lost === undefined && (decision.do === 'wait' || decision.do === 'nothing')) {
    if (decision.do === 'nothing') return { did: 'nothing', share };
    if (decision.isHeld && now > endOf(plan) + DAY_MS)
      await tellOnce(ports, `held#${plan.since}`, { ...decision, do: 'hold' }, about);
    return { did: 'wait', why: decision.why, isHeld: decision.isHeld, share };
  }
  const told = (lost === undefined ? decision : { do: 'pause', reason: lost }) as Exclude<
    Told,
    { do: 'hold' | 'stuck' }
  >;
  if (plan.dryRun === true) {
    await tellOnce(ports, `dry#${plan.since}#${told.do}`, told, about);
    return { did: told.do, share, isDryRun: true };
  }
  const to = told.do === 'step' ? told.to : told.do === 'rollBack' ? plan.from : share;
  const changed = {
    ...document,
    rollout: withShare(document.rollout as FlagsDocument['rollout'], plan, to),
    plan: { ...plan, ...changesOf(told, about, now), share: to, note: noteOf(told, about) },
  };
  const why = `Guard of the rollout: ${headline(told, about)}`;
  // Only what puts more users on the arm is for the alarms to take back.
  const change = told.do === 'step' ? ports.flags.begin : ports.flags.replace;
  const isDone = await change(changed, why, seen).catch(async (error: unknown) => {
    // Perhaps it was done all the same, and then the next look finds nothing to tell.
    if (told.do === 'rollBack') await tellOnce(ports, `stuck#${plan.since}`, { ...told, do: 'stuck' }, about);
    throw error;
  });
  if (!isDone) return undefined;
  if (told.do === 'step') telemetry.count('RolloutStepped', 1);
  if (told.do === 'rollBack') telemetry.count('RolloutRolledBack', 1);
  await tell(ports, told, about);
  return { did: told.do, share: to };
}

/** The document that counts: that of a deployment of the plan has reached the functions; a person's is left alone. */
function inForce(
  { document, underWay }: FlagsSeen,
  deployed: CurrentFlags,
): { document: FlagsSeen['document']; flags: CurrentFlags; isForeign: boolean } {
  const before = flagsSchema.parse(document);
  const next = underWay && flagsSchema.parse(underWay);
  if (underWay === undefined || next === undefined) {
    return { document, flags: decided(before, deployed), isForeign: false };
  }
  const isForeign = JSON.stringify(next.plan) === JSON.stringify(before.plan);
  return isForeign
    ? { document, flags: decided(before, deployed), isForeign }
    : { document: underWay, flags: decided(next, deployed), isForeign };
}

async function judge(
  { figures: source, memory }: GuardPorts,
  at: { plan: RolloutPlan; flags: CurrentFlags; isForeign: boolean; isDeploying: boolean; now: number },
): Promise<{ decision: Decision; figures: ArmFigures | undefined }> {
  const { plan, flags, now } = at;
  const began = Date.parse(plan.since);
  if (at.isForeign) return { decision: { do: 'wait', why: 'deploying', isHeld: false }, figures: undefined };
  // What a person has decided needs no figures.
  const isAside = standsAside(plan, flags, now) !== undefined;
  const figures = isAside ? undefined : await source.between(began, now);
  const recent =
    figures === undefined || now - began <= RECENT_MS ? figures : await source.between(now - RECENT_MS, now);
  const evaluation = plan.requireEvaluation === true && !isAside ? await memory.evaluation() : null;
  return { decision: decide(plan, now, { ...at, step: figures, recent, evaluation }), figures };
}

/** Why AppConfig took the plan's last step back; undefined where it did not. */
function lostStep({ takenBack }: FlagsSeen, plan: RolloutPlan): string | undefined {
  const lost = flagsSchema.safeParse(takenBack?.document).data?.plan;
  if (takenBack === undefined || lost?.state !== 'running' || plan.state !== 'running') return undefined;
  if (Date.parse(lost.since) <= Date.parse(plan.since) || lost.share <= plan.share) return undefined;
  return `AppConfig took the step to ${percent(lost.share)} back. ${takenBack.reason}`;
}

function changesOf(told: Told, { plan, judged, figures }: About, now: number): Partial<RolloutPlan> {
  if (told.do === 'finish') return { state: 'done' };
  if (told.do === 'pause') return { state: 'paused' };
  if (told.do === 'rollBack') return { state: 'rolled-back', since: utcOf(now) };
  const baseline = figures === undefined ? {} : { baseline: baselineOf(judged, figures, plan.baseline) };
  return { since: utcOf(now), ...baseline };
}

function noteOf(told: Told, about: About): string {
  return (told.do === 'pause' ? told.reason : headline(told, about)).slice(0, 500);
}

function isUnderWay({ lock }: FlagsSeen): boolean {
  return lock.underWay !== undefined;
}

function endOf({ since, bakeMinutes }: RolloutPlan): number {
  return Date.parse(since) + bakeMinutes * 60_000;
}

async function tellOnce(ports: GuardPorts, key: string, told: Told, about: About): Promise<void> {
  try {
    if (!(await ports.memory.isFirst(key))) return;
  } catch {
    // Better silent than every few minutes: an alarm tells of a rollout that is held.
    return;
  }
  await tell(ports, told, about);
}

async function tell({ notices, telemetry }: GuardPorts, told: Told, about: About): Promise<void> {
  const notice = noticeOf(told, about);
  telemetry.event(told.do === 'rollBack' ? 'warn' : 'info', notice.subject, { operation: 'guard-rollout' });
  try {
    await notices.send(notice);
  } catch (error) {
    const { name } = error instanceof Error ? error : { name: 'unknown' };
    telemetry.event('error', 'nobody was told of the rollout', { operation: 'guard-rollout', error: name });
  }
}
