/** Moves all users to one arm by the flags: compare, deploy, wait until every function has them. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { flagsSchema } from '../../lambdas/domain/flags';
import { CannotGoOn, type Command, type Settings, type Surroundings, UsageError } from '../operation';
import { releasedFunctions } from '../roll-back/released-functions';
import { ARMS, type Arm, chainsOfArm, configuredChains, variablesOf } from './chains';
import { flagIdsOf, flagStore } from './flags-store';

const HELP = `npm run switch-arm -- --stage STAGE --to current|aws|configured [--yes]

Moves all users at once. Needs no API of ours, only AppConfig and Lambda.
  --to current       the providers of before the migration first (OpenAI,
                     Hugging Face)
  --to aws           the providers of AWS first (Bedrock, SageMaker)
  --to configured    the flags decide nothing any more: what was deployed holds
  --region REGION    default: that of your AWS profile
  --yes              do it; without it the plan is shown`;

/** A function looks at most this often (platform/flags.ts). */
const LOOK_MS = 15_000;

export const switchArm: Command = {
  name: 'switch-arm',
  help: HELP,
  options: { to: { type: 'string' } },
  whenInterrupted: 'Alarms act again. The deployment of flags may have gone on: the same command tells what holds.',
  work,
};

async function work(settings: Settings, around: Surroundings): Promise<void> {
  const { stage, region, yes, given } = settings;
  const { say, aws, now } = around;
  const arm = ARMS.find((one) => one === given.to);
  if (arm === undefined) throw new UsageError(`--to: ${given.to ?? 'nothing'} was given; allowed: ${ARMS.join(', ')}`);
  const store = flagStore(around, region, await flagIdsOf(around, region, stage));
  const { document, version, underWay } = await store.deployed();
  const variables = await variablesOfStage(aws, region, stage);
  const { textChain: _text, embedChain: _embed, ...others } = document;
  const wanted = { ...others, ...chainsOfArm(arm, variables) };
  flagsSchema.parse(wanted);

  const before = { ...configuredChains(variables), ...document };
  const after = { ...configuredChains(variables), ...wanted };
  say(`${stage} in ${region}, flags version ${version}:`);
  for (const [name, what] of [
    ['textChain', 'resumes are read by'],
    ['embedChain', 'vectors are made by'],
  ] as const) {
    const [old, next] = [before, after].map((flags) => String(flags[name]).replaceAll(',', ', '));
    say(`  ${what}:  ${old === next ? `${old} (no change)` : `${old}  →  ${next}`}`);
  }
  const red = await store.redAlarms();
  if (underWay !== undefined) say(`  Deployment ${underWay} of other flags is under way: it is stopped first.`);
  if (red.length > 0) say(`  ${red.join(', ')} would take the change back, and is silent until it is done.`);
  if (underWay === undefined && JSON.stringify(document) === JSON.stringify(wanted)) {
    say('There is nothing to do.');
    return;
  }
  if (!yes) return;

  if (underWay !== undefined) await store.stop(underWay);
  const deployed = await store.whileSilent(red, () =>
    store.deploy(wanted, `All users to ${arm}, by npm run switch-arm`),
  );
  const all = new Date(now() + LOOK_MS).toISOString().slice(11, 19);
  say(`\nFlags version ${deployed} is deployed. Functions look every 15 s: by ${all} UTC all have it.`);
  say(`The way back: npm run switch-arm -- --stage ${stage} --region ${region} --to ${backFrom(arm)} --yes`);
}

function backFrom(arm: Arm): Arm {
  return arm === 'configured' ? 'aws' : 'configured';
}

async function variablesOfStage(aws: Surroundings['aws'], region: string, stage: string) {
  const all = await releasedFunctions(aws, region, stage);
  const lambda = new LambdaClient(aws.client(region));
  const of = async (slug: string) => {
    const found = all.find((one) => one.slug === slug);
    if (found === undefined) throw new CannotGoOn(`The stage has no function ${slug}.`);
    return variablesOf(lambda, found);
  };
  return { text: await of('parse-resume'), embed: await of('embed') };
}
