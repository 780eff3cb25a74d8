/** What those on call are told of a rollout: what was done, which figure broke and by how much, and how to go on. */
import type { Capability } from '../domain/arm';
import type { ArmFigures } from '../domain/arm-figures';
import { type Decision, type Verdict, verdicts, type Why } from '../domain/rollout-guard';
import type { RolloutPlan } from '../domain/rollout-plan';
import { figureTable, nameOf, percent, sentence, whyWords } from '../domain/rollout-words';

/** A decision that changes something, that the plan has stood still for long, or that going back did not work. */
export type Told =
  | Exclude<Decision, { do: 'nothing' | 'wait' }>
  | { do: 'pause'; reason: string }
  | { do: 'hold'; why: Why }
  | { do: 'stuck'; broken: readonly [Verdict, ...Verdict[]] };

export interface About {
  plan: RolloutPlan;
  /** Before what was done. */
  share: number;
  judged: readonly Capability[];
  /** Since the step began; undefined where nothing was measured. */
  figures: ArmFigures | undefined;
  stage: string;
  region: string;
}

/** One line, such as `raised from 10 % to 50 %`. */
export function headline(told: Told, { plan, share }: Pick<About, 'plan' | 'share'>): string {
  const of = plan.capability === undefined ? '' : `of ${plan.capability} `;
  const from = percent(share);
  if (told.do === 'step') return `${of}raised from ${from} to ${percent(told.to)}`;
  if (told.do === 'finish') return `${of}done at ${from}`;
  if (told.do === 'rollBack')
    return `${of}rolled back from ${from} to ${percent(plan.from)}: ${nameOf(told.broken[0])}`;
  if (told.do === 'pause') return `${of}paused at ${from}: AppConfig took a step back`;
  if (told.do === 'stuck') return `${of}perhaps still at ${from}, and broken: ${nameOf(told.broken[0])}`;
  return `${of}held at ${from}: ${whyWords(told.why)}`;
}

export function noticeOf(told: Told, about: About): { subject: string; text: string } {
  const { plan, judged, figures, stage } = about;
  const isDryRun = plan.dryRun === true && told.do !== 'hold';
  const line = headline(told, about);
  const text = [
    `The rollout of the AWS arm in ${stage} ${isDryRun ? 'would be ' : 'is '}${line}.`,
    ...(isDryRun ? ['Nothing was changed: the plan is a dry run.'] : []),
    ...(told.do === 'rollBack' || told.do === 'stuck' ? ['', ...told.broken.map(sentence)] : []),
    ...(told.do === 'stuck' ? ['', 'Going back did not work. The guard tries again within minutes.'] : []),
    ...(told.do === 'pause' ? ['', told.reason] : []),
    ...(figures === undefined
      ? []
      : [
          '',
          `Since ${plan.since}, at ${percent(about.share)}:`,
          ...figureTable(figures, judged, verdicts(plan, judged, figures)),
        ]),
    '',
    ...wayOn(told, about),
  ];
  return { subject: `Talent Match ${stage}: rollout ${isDryRun ? 'would be ' : ''}${line}`, text: text.join('\n') };
}

function wayOn(told: Told, { stage, region }: About): string[] {
  const command = (name: string) => `npm run rollout -- ${name} --stage ${stage} --region ${region}`;
  const look = `What it looks at:  ${command('status')}`;
  const back = `To go back now:    ${command('back')}`;
  const goOn = `To go on:          ${command('resume')}`;
  if (told.do === 'step') return [look, `To wait here:      ${command('pause')}`, back];
  if (told.do === 'finish') return [back];
  if (told.do === 'rollBack') {
    return [look, `To try again:      ${command('start')}`, 'Runbook:           docs/runbook.md#rollout-rolled-back'];
  }
  const held = 'Runbook:           docs/runbook.md#rollout-held';
  return told.do === 'stuck' ? [look, back, held] : [look, goOn, back, held];
}
