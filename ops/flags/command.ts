/** Shows the flags of a stage and changes them: difference, question, deployment, its end, and what came of it. */
import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type FlagsDocument, flagsSchema, shareOf } from '../../lambdas/domain/flags';
import { flagAlarms } from '../../lambdas/platform/flag-alarms';
import { type DeployedFlags, type FlagStore, FlagsConflict, flagStore } from '../../lambdas/platform/flag-store';
import { awsAccess } from '../aws-access';
import {
  CannotGoOn,
  type Command,
  Interrupted,
  type Settings,
  type Surroundings,
  UsageError,
  until,
} from '../operation';
import { openLaptop } from '../rebuild-vectors/open-laptop';
import { type Before, type Change, changeOf } from './changes';
import { checked, difference, written } from './document';
import { sayEffect, sayFigures } from './effect';
import { changes, inLines, type Meaning, meaning, remarks } from './meaning';
import { checkProviders } from './providers';
import { type FlagOutputs, flagOutputs, type StageSettings, stageSettings } from './stage-settings';

const HELP = `npm run flags -- COMMAND --stage STAGE [OPTIONS]

Who is on which arm. Shows what changes, asks, deploys, waits, and says what
came of it. Needs no API of ours, only AppConfig, Lambda and CloudWatch.
  show                          what holds, and how the arms do
  arm current|aws|auto          all users on one arm; auto: by their share
  percentage 25                 share of users on the AWS arm; or --clear
    --capability NAME           of parse, embed, match, expand or explain only
  maintenance on --until WHEN   ask no model until +30m, +2h, +1d or a UTC time
  maintenance off
  shadow 5                      share of requests that both arms are asked
  allow add|remove USER         always on the AWS arm, as tenant/subject
  deny add|remove USER          always on the current arm
  chain text|embed LIST|auto    these providers for all, comma separated
  set FILE.json                 the whole document; or --version NUMBER
  --stage STAGE      dev, staging, prod, one of your own, or laptop
  --url URL          the laptop's; default http://127.0.0.1:3000
  --region REGION    default: that of your AWS profile
  --instant          a larger share, and no alarms that watch it
  --no-wait          do not look for the effect in the metrics
  --dry-run          show the change, ask nothing
  --yes              do it without asking`;

const LAPTOP_URL = 'http://127.0.0.1:3000';
/** A function looks at most this often (platform/flags.ts). */
const LOOK_MS = 15_000;
/** Longer than the strategies of a stage take, baking included (lib/constructs/flags.ts). */
const LIMIT_MS = 45 * 60_000;
const FIGURES_MINUTES = 15;
const MAX_FAILED_LOOKS = 5;

export const flags: Command = {
  name: 'flags',
  help: HELP,
  options: {
    capability: { type: 'string' },
    clear: { type: 'boolean' },
    until: { type: 'string' },
    version: { type: 'string' },
    url: { type: 'string' },
    instant: { type: 'boolean' },
    'no-wait': { type: 'boolean' },
  },
  otherStages: ['laptop'],
  takesWords: true,
  asks: true,
  whenInterrupted: 'Nothing was changed.',
  async work(settings, around) {
    await checkWords(settings, around);
    await onStage(settings, around, run);
  },
};

/** Does the work on a stage of AWS, or on the laptop that is running. */
export async function onStage(settings: Settings, around: Surroundings, work: Command['work']): Promise<void> {
  if (settings.stage !== 'laptop') return work(settings, around);
  const { access, region } = await openLaptop({ url: settings.given.url ?? LAPTOP_URL });
  const aws = awsAccess(access);
  try {
    await work({ ...settings, region }, { ...around, aws });
  } finally {
    aws.close();
  }
}

/** Before AWS is asked. @throws UsageError */
async function checkWords({ words, given }: Settings, { now }: Surroundings): Promise<void> {
  if (words[0] === 'show') {
    if (words.length > 1) throw new UsageError(`show takes no more words, and ${words.slice(1).join(' ')} was given`);
    return;
  }
  const nothing = { document: {}, version: 0, deployedPercentage: 100, now: now(), earlier: async () => ({}) };
  await changeOf(words, given, nothing);
}

/** All that a command knows of a stage. */
export interface Scene {
  /** Under which name it runs, and the word that shows how things stand. */
  by: { name: string; look: string };
  settings: Settings;
  around: Surroundings;
  outputs: FlagOutputs;
  store: FlagStore;
  alarms: ReturnType<typeof flagAlarms>;
  stage: StageSettings;
  held: DeployedFlags;
}

/** Says which stage it is, and which version of the flags it has. */
export async function openScene(settings: Settings, around: Surroundings, by: Scene['by']): Promise<Scene> {
  const { stage: name, region } = settings;
  const { aws, say } = around;
  const outputs = await flagOutputs(aws, region, name);
  const appConfig = new AppConfigClient(aws.client(region));
  const store = flagStore({ client: appConfig, ids: outputs.ids });
  const scene: Scene = {
    by,
    settings,
    around,
    outputs,
    store,
    alarms: flagAlarms({ appConfig, cloudWatch: new CloudWatchClient(aws.client(region)) }, outputs.ids),
    held: await store.deployed(),
    stage: await stageSettings(aws, region, name),
  };
  say(`${name} in ${region}, ${scene.held.version === 0 ? 'no flags yet' : `flags version ${scene.held.version}`}:`);
  return scene;
}

/** What the functions have: while a deployment is watched that is its document already, and it may yet be taken back. */
export async function inForce({ held, store }: Pick<Scene, 'held' | 'store'>): Promise<DeployedFlags['document']> {
  const { newest, document } = held;
  return newest?.state === 'underWay' ? ((await store.document(newest.version)) ?? document) : document;
}

async function run(settings: Settings, around: Surroundings): Promise<void> {
  const scene = await openScene(settings, around, { name: 'flags', look: 'show' });
  if (settings.words[0] === 'show') return show(scene);
  const { held, stage, store } = scene;
  const change = await changeOf(settings.words, settings.given, {
    document: held.document as FlagsDocument,
    version: held.version,
    deployedPercentage: shareOf(stage.flags),
    now: around.now(),
    earlier: store.document as Before['earlier'],
  });
  await offer(scene, change);
}

/** Checks a change, shows it, asks, deploys it to its end, and says what came of it. */
export async function offer(scene: Scene, change: Change): Promise<void> {
  const { settings, around } = scene;
  const { say } = around;
  const before = scene.held.document as FlagsDocument;
  const { document, unread } = checked(change.document, before);
  checkProviders(document, before, scene.stage);
  for (const name of unread) say(`  ${name} is not known here; it is deployed, and stays.`);
  const isInstant = change.isUrgent || settings.given.instant === true;
  const red = await sayPlan(scene, document, isInstant);
  if (red === undefined || !(await isAgreed(settings, around))) return;
  await deploy(scene, { ...change, document }, { isInstant, red });
}

async function show({ settings, around, store, stage, held }: Scene): Promise<void> {
  const { say, now } = around;
  const lines = written(held.document);
  for (const line of lines.length > 0 ? lines : ['no flag is set: what was deployed holds']) say(`  ${line}`);
  if (held.underWay !== undefined) {
    const { percentage, isBaking } = await store.state(held.underWay);
    const done = isBaking ? 'all have it, and alarms are watched' : `${percentage} % have it`;
    say(`  Deployment ${held.underWay} of other flags is under way: ${done}.`);
  }
  const read = flagsSchema.safeParse(held.document);
  if (read.success) {
    say('\nSo users are served:');
    for (const line of inLines(meaning(read.data, stage, now()))) say(`  ${line}`);
    for (const line of remarks(read.data, {}, now())) say(`  ${line}`);
  } else say('\nThe functions cannot read this, and go on with what they read before it.');
  await sayFigures(settings, FIGURES_MINUTES, around);
}

/** @returns alarms that would take the change back; undefined when there is nothing to do */
async function sayPlan(scene: Scene, document: FlagsDocument, isInstant: boolean): Promise<string[] | undefined> {
  const { settings, around, alarms, stage, held } = scene;
  const { say, now } = around;
  const before = (await inForce(scene)) as FlagsDocument;
  const lines = difference(before, document);
  for (const line of lines) say(`  ${line}`);
  if (lines.length === 0 && held.underWay === undefined) {
    say('There is nothing to do.');
    return undefined;
  }
  const [old, next] = [before, document].map((one) => meaning(one, stage, now())) as [Meaning, Meaning];
  const moved = changes(old, next);
  say(moved.length > 0 ? '\nSo users are served:' : '\nFor users nothing changes now:');
  for (const line of moved.length > 0 ? moved : inLines(next)) say(`  ${line}`);
  for (const line of remarks(document, before, now())) say(`  ${line}`);
  say(
    isInstant
      ? '\nIt goes to all at once.'
      : "\nIt goes out by the stage's strategy for rollouts: an alarm that is red takes it back.",
  );
  if (held.underWay !== undefined) say(`Deployment ${held.underWay} of other flags is under way: it is stopped first.`);
  const red = await alarms.red();
  if (red.length > 0 && !isInstant) {
    throw new CannotGoOn(
      `${red.join(', ')} would take it back: more users are not moved while users have errors. See npm run flags -- show --stage ${settings.stage}; --instant does it all the same.`,
    );
  }
  if (red.length > 0) say(`${red.join(', ')} would take the change back, and is silent until it is done.`);
  return red;
}

async function isAgreed({ yes, given }: Settings, { say, ask }: Surroundings): Promise<boolean> {
  if (yes) return true;
  const answer = given['dry-run'] === true ? undefined : await ask('\nDeploy? [y/N] ');
  if (answer !== undefined && /^y(es)?$/i.test(answer)) return true;
  say(answer === undefined ? '\nNothing was changed. Add --yes to do it.' : 'Nothing was changed.');
  return false;
}

async function deploy(
  { by, settings, around, outputs, store, alarms, held }: Scene,
  { document, why, back }: Change,
  { isInstant, red }: { isInstant: boolean; red: string[] },
): Promise<void> {
  const { stage, given } = settings;
  const { say, now } = around;
  const at =
    stage === 'laptop' ? (given.url === undefined ? '' : ` --url ${given.url}`) : ` --region ${settings.region}`;
  const command = (words: string) => `npm run ${by.name} -- ${words} --stage ${stage}${at}`;
  const interrupted =
    'AppConfig goes on by itself. Alarms act again, and may take the deployment back.' +
    ` How it stands: ${command(by.look)}`;
  const version = await saying(interrupted, async () => {
    if (held.underWay !== undefined) await stopped(store, held.underWay, around);
    return alarms.whileSilent(red, async () => {
      const strategy = isInstant ? outputs.strategies.instant : outputs.strategies.rollout;
      const begun = await store
        .deploy(document, `${why}, by npm run ${by.name}`, strategy, held)
        .catch((error: Error) => {
          if (!(error instanceof FlagsConflict)) throw error;
          throw new CannotGoOn(`Nothing was changed: ${error.message}. Run the same command again.`);
        });
      await ended(store, begun.deployment, around);
      return begun.version;
    });
  });
  const deployedAt = now();
  const all = new Date(deployedAt + LOOK_MS).toISOString().slice(11, 19);
  say(`\nFlags version ${version} is deployed. Functions look every 15 s: by ${all} UTC all have it.`);
  say(`The way back: ${command(back)}`);
  if (given['no-wait'] === true) return;
  await saying('The change is deployed; only the look at the metrics has ended.', () =>
    sayEffect(settings, deployedAt, around, command(by.look)),
  );
}

/** A stopped deployment goes back for a moment, in which no other can begin. */
async function stopped(store: FlagStore, deployment: number, around: Surroundings): Promise<void> {
  await store.stop(deployment);
  await until(async () => ((await store.deployed()).underWay === undefined ? true : undefined), around, {
    everyMs: 2_000,
    limitMs: 5 * 60_000,
    what: `The end of deployment ${deployment}`,
  });
}

async function ended(store: FlagStore, deployment: number, around: Surroundings): Promise<void> {
  let said = '';
  let failures = 0;
  const end = await until(
    async () => {
      // A network that is away for a moment ends no deployment, and must not end the wait for it.
      const look = await store.state(deployment).catch((error: Error) => {
        failures += 1;
        if (failures > MAX_FAILED_LOOKS) throw error;
      });
      if (look === undefined) return undefined;
      const line = look.isBaking ? 'All have it; alarms are watched.' : `${look.percentage} % have it.`;
      if (look.state === 'underWay' && line !== said && look.percentage > 0) around.say(line);
      said = line;
      return look.state === 'underWay' ? undefined : look;
    },
    around,
    { everyMs: 2_000, limitMs: LIMIT_MS, what: `The end of deployment ${deployment}` },
  );
  if (end.state === 'takenBack') {
    const why = end.reason === undefined ? '' : ` (${end.reason})`;
    throw new CannotGoOn(`AppConfig took the deployment back${why}; the flags are as before.`);
  }
}

async function saying<T>(text: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Interrupted ? new Interrupted(text) : error;
  }
}
