/** What came of a change, as CloudWatch has counted it: requests of each arm, and how many of them failed. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { arms, capabilities } from '../../lambdas/domain/arm';
import type { ArmFigures, SideFigures } from '../../lambdas/domain/arm-figures';
import { armFigures } from '../../lambdas/platform/arm-figures';
import { accessFault } from '../access-fault';
import { Interrupted, type Settings, type Surroundings } from '../operation';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 15_000;
const LOOKS = 6;
const FAILED = 'Failed: no provider of the arm answered. Another one or the rules did, or the user got an error.';

type Where = Pick<Settings, 'stage' | 'region'>;

/**
 * Says what was counted since `from`, as soon as there is something, or that there was nothing in a minute and a half.
 * @param again the command that looks again
 */
export async function sayEffect(where: Where, from: number, around: Surroundings, again: string): Promise<void> {
  const { say, wait } = around;
  const since = `${new Date(from).toISOString().slice(11, 16)} UTC`;
  say(`\nLooking for requests in CloudWatch, for ${(LOOKS * LOOK_EVERY_MS) / 1_000} s at most …`);
  for (let look = 1; look <= LOOKS; look++) {
    await wait(LOOK_EVERY_MS);
    const lines = await figureLines(where, from, around, sideText);
    if (typeof lines === 'string') return say(lines);
    if (lines.length > 0) {
      say(`Since ${since}; its first minute may hold requests from before the change:`);
      for (const line of lines) say(`  ${line}`);
      return;
    }
  }
  say(`No request of an arm was counted since ${since}: there was none, or none asked a model, as in maintenance.`);
  say(`CloudWatch counts a request a minute or two after it. Look again: ${again}`);
}

/** Says what was counted in the last minutes. */
export async function sayFigures(where: Where, minutes: number, around: Surroundings): Promise<void> {
  const { say, now } = around;
  const lines = await figureLines(where, now() - minutes * MINUTE_MS, around, sideTextInFull);
  if (typeof lines === 'string') return say(lines);
  say(`\nIn the last ${minutes} minutes${lines.length > 0 ? ':' : ' no request of an arm was counted.'}`);
  for (const line of lines) say(`  ${line}`);
}

/** @returns a sentence instead when CloudWatch cannot be read: figures are no reason to fail */
async function figureLines(
  { stage, region }: Where,
  from: number,
  { aws, now }: Surroundings,
  text: (side: SideFigures) => string,
): Promise<string[] | string> {
  const client = new CloudWatchClient(aws.client(region));
  try {
    return linesOf(await armFigures(client, { stage, from, to: now() }), text);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const { name, message } = error as Error;
    return `CloudWatch could not be read: ${accessFault(error) ?? `${name}: ${message}`}`;
  } finally {
    client.destroy();
  }
}

function linesOf(figures: ArmFigures, text: (side: SideFigures) => string): string[] {
  const sides = capabilities.flatMap((capability) =>
    arms.map((arm) => ({ names: `${capability.padEnd(8)} ${arm.padEnd(8)}`, side: figures[capability][arm] })),
  );
  const lines = sides.filter(({ side }) => side.requests > 0).map(({ names, side }) => `${names} ${text(side)}`);
  return sides.some(({ side }) => side.failures > 0) ? [...lines, FAILED] : lines;
}

function sideText({ requests, failureRate }: SideFigures): string {
  return `${requests} request${requests === 1 ? '' : 's'}, ${Number(((failureRate ?? 0) * 100).toFixed(1))} % failed`;
}

function sideTextInFull(side: SideFigures): string {
  const { p95Ms, costUsd, rating } = side;
  return [
    sideText(side),
    p95Ms !== null && `p95 ${Math.round(p95Ms)} ms`,
    costUsd !== null && `${Number(costUsd.toPrecision(2))} USD each`,
    rating !== null && `rated ${rating.mean.toFixed(1)} by ${rating.count}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}
