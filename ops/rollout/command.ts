/** Begins, shows, holds and ends a rollout by a plan; the guard does the rest. */
import type { FlagsDocument } from '../../lambdas/domain/flags';
import { inForce, offer, onStage, openScene, type Scene } from '../flags/command';
import { CannotGoOn, type Command, type Settings, UsageError } from '../operation';
import { stackOutputs } from '../stack-outputs';
import { changed, started } from './changes';
import { askedPlan, planOptions } from './plan-options';
import { sayStatus } from './status';

const HELP = `npm run rollout -- COMMAND --stage STAGE [OPTIONS]

Moves users to the AWS arm step by step. A guard raises the share while every
figure holds, takes it back when one breaks, and tells the alarm topic which.
docs/rollout.md says how it decides.
  start                    begins a plan
    --plan 10,50,100       the shares on the way, in per cent
    --bake 60m             least time of a step
    --requests 100         least requests of each arm in a step
    --capability NAME      of parse, embed, match, expand or explain only
    --limit NAME=NUMBER    in place of a default, such as p95MsMost=2000
    --require-evaluation   raise only while npm run eval was passed
    --dry-run-plan         the guard says what it would do, and does nothing
  status                   the step, every figure, and what it waits for
  pause                    raise no step; what breaks goes back all the same
  resume                   go on, from the share that is in force
  stop                     end the plan, leave the share as it is
  back                     to the share before the plan, at once
  --stage STAGE      dev, staging, prod, one of your own, or laptop
  --url URL          the laptop's; default http://127.0.0.1:3000
  --region REGION    default: that of your AWS profile
  --no-wait          do not look for the effect in the metrics
  --dry-run          show the change, ask nothing
  --yes              do it without asking`;

const WORDS = ['start', 'status', 'pause', 'resume', 'stop', 'back'] as const;
type Word = (typeof WORDS)[number];

export const rollout: Command = {
  name: 'rollout',
  help: HELP,
  options: { ...planOptions, url: { type: 'string' }, 'no-wait': { type: 'boolean' } },
  otherStages: ['laptop'],
  takesWords: true,
  asks: true,
  whenInterrupted: 'Nothing was changed.',
  async work(settings, around) {
    const word = wordOf(settings);
    await onStage(settings, around, async (where, at) => {
      const scene = await asInForce(await openScene(where, at, { name: 'rollout', look: 'status' }));
      if (word === 'status') return sayStatus(scene);
      const before = { document: scene.held.document as FlagsDocument, stage: scene.stage, now: at.now() };
      if (word !== 'start') return offer(scene, changed(word, before));
      await requireGuard(scene);
      await offer(scene, started(askedPlan(settings), before));
    });
  },
};

/** A plan goes on from what the functions have. */
async function asInForce(scene: Scene): Promise<Scene> {
  return { ...scene, held: { ...scene.held, document: await inForce(scene) } };
}

/** Before AWS is asked. @throws UsageError */
function wordOf({ words, given, stage }: Settings): Word {
  const [word, ...rest] = words;
  const found = WORDS.find((one) => one === word);
  if (found === undefined || rest.length > 0) {
    throw new UsageError(`${words.join(' ') || 'Nothing'} was given; allowed: ${WORDS.join(', ')}`);
  }
  const option = Object.keys(planOptions).find((name) => given[name] !== undefined);
  if (option !== undefined && found !== 'start') throw new UsageError(`--${option} goes with start, not with ${found}`);
  if (found === 'start') askedPlan({ given, stage });
  return found;
}

/** A plan that nobody looks after would stand at its first step. */
async function requireGuard({ settings, around }: Scene): Promise<void> {
  const { stage, region } = settings;
  if (stage === 'laptop') return;
  const outputs = await stackOutputs(around.aws, region, `TalentMatch-${stage}-service`);
  if (outputs?.RolloutGuard === undefined) {
    throw new CannotGoOn(`${stage} has no guard: deploy it with guardedRollout=true (docs/deploy.md).`);
  }
}
