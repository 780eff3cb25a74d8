/** How a rollout stands: its step, every figure that is judged, and what it waits for. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ArmFigures } from '../../lambdas/domain/arm-figures';
import { decided, flagsSchema } from '../../lambdas/domain/flags';
import { type Decision, decide, RECENT_MS, verdicts } from '../../lambdas/domain/rollout-guard';
import { isWatched, movedBy, nextStep, type RolloutPlan, shareInForce } from '../../lambdas/domain/rollout-plan';
import { figureTable, percent, planWords, sentence, whyWords } from '../../lambdas/domain/rollout-words';
import { armFigures } from '../../lambdas/platform/arm-figures';
import type { Scene } from '../flags/command';

export async function sayStatus({ settings, around, held, stage }: Scene): Promise<void> {
  const { say, now, aws } = around;
  const flags = decided(flagsSchema.parse(held.document), stage.flags);
  const { plan } = flags;
  const share = shareInForce(flags.rollout, plan ?? {});
  if (plan === undefined) {
    say(`  There is no plan. ${percent(share)} of the users are on the AWS arm.`);
    return;
  }
  say(`  plan      ${planWords(plan)}`);
  say(
    `  state     ${plan.state}, ${percent(share)} of the users since ${plan.since}; it began at ${percent(plan.from)}`,
  );
  if (plan.note !== undefined) say(`  last      ${plan.note}`);
  if (!isWatched(plan)) return;
  const client = new CloudWatchClient(aws.client(settings.region));
  try {
    const between = (from: number) => armFigures(client, { stage: settings.stage, from, to: now() });
    const began = Date.parse(plan.since);
    const step = await between(began);
    // As the guard does: what broke an attempt before this one is not held against it.
    const recent = now() - began <= RECENT_MS ? step : await between(now() - RECENT_MS);
    // The evaluation is in a table that operators need not read.
    const { requireEvaluation = false, ...rest } = plan;
    const isDeploying = held.underWay !== undefined;
    const decision = decide(rest, now(), { flags, step, recent, isDeploying, evaluation: null });
    say(
      `  next      ${nextWords(decision, plan, now())}${decision.do === 'step' && requireEvaluation ? ', once it is evaluated' : ''}`,
    );
    sayFigures(plan, step, { judged: movedBy(plan, flags.rollout), say });
  } finally {
    client.destroy();
  }
}

function sayFigures(
  plan: RolloutPlan,
  step: ArmFigures,
  { judged, say }: { judged: ReturnType<typeof movedBy>; say: (line: string) => void },
): void {
  say(`\nSince ${plan.since}:`);
  for (const line of figureTable(step, judged, verdicts(plan, judged, step))) say(`  ${line}`);
}

function nextWords(decision: Decision, plan: RolloutPlan, now: number): string {
  if (decision.do === 'rollBack') return `back to ${percent(plan.from)}: ${decision.broken.map(sentence).join('; ')}`;
  if (decision.do === 'step') return `${percent(decision.to)}, at the next look`;
  if (decision.do === 'finish') return 'the end of the plan, at the next look';
  if (decision.do === 'nothing') return 'nothing';
  const to = nextStep(plan);
  const goal = to === undefined ? 'the end of the plan' : percent(to);
  const minutes = Math.ceil((Date.parse(plan.since) + plan.bakeMinutes * 60_000 - now) / 60_000);
  const baking = decision.why === 'baking' ? `, ${minutes} of ${plan.bakeMinutes} min are left` : '';
  return `${goal}; it waits as ${whyWords(decision.why)}${baking}`;
}
