/** What a rollback would do to each function, and why. */
import type { Released, Version } from './released-functions';

export type Step = { released: Released; says: string } & (
  | { does: 'nothing' }
  /** The deployment under way has not given all callers the new version yet: the one before is the alias's own. */
  | { does: 'stop'; deployment: string; stays: Version }
  | { does: 'switch'; to: Version }
);

/** Versions of one release are published within this time of each other. */
const RELEASE_MS = 60 * 60 * 1_000;

const MARK = /^rolled back from version (\d+)$/;

export const markOf = (from: Version) => `rolled back from version ${from.number}`;

/** The version a function was rolled back from; undefined when it was not, or has been released since. */
function rolledBackFrom({ alias, live, versions }: Released): Version | undefined {
  const number = Number(MARK.exec(alias.Description ?? '')?.[1] ?? 0);
  return number > live.number ? versions.find((version) => version.number === number) : undefined;
}

/** Back to the version before. One function that was rolled back already is left alone, so that a second try goes no further. */
export function stepBack(released: Released): Step {
  const { live, versions, deployment, alias } = released;
  if (deployment !== undefined) {
    return {
      does: 'stop',
      released,
      deployment,
      stays: live,
      says: `deployment ${deployment} is under way: it is stopped, all callers get version ${live.number} again`,
    };
  }
  const from = rolledBackFrom(released);
  if (from !== undefined) {
    return {
      does: 'nothing',
      released,
      says: `was rolled back already, from version ${from.number} to ${live.number}`,
    };
  }
  const weights = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  if (weights.length > 0) {
    return {
      does: 'switch',
      released,
      to: live,
      says: `some callers get version ${weights.join(', ')}, left over from a deployment: all get version ${live.number}`,
    };
  }
  return to(released, versions.filter(({ number }) => number < live.number).at(-1));
}

/**
 * The last release: the functions whose version is about as new as the newest of all. The others have not changed in it,
 * and their version before is of an older release.
 */
export function stepsOfRelease(all: readonly Released[], before: number | undefined): Step[] {
  if (before !== undefined) {
    return all.map((released) =>
      released.deployment !== undefined
        ? stepBack(released)
        : to(released, released.versions.filter(({ publishedAt }) => publishedAt < before).at(-1)),
    );
  }
  const underWay = all.some(({ deployment }) => deployment !== undefined);
  const newest = Math.max(...all.map((released) => (rolledBackFrom(released) ?? released.live).publishedAt));
  return all.map((released) => {
    if (released.deployment !== undefined) return stepBack(released);
    const { live } = released;
    const current = rolledBackFrom(released) ?? live;
    if (!underWay && current.publishedAt >= newest - RELEASE_MS) return stepBack(released);
    const says = underWay
      ? `version ${live.number}, no part of the deployment under way`
      : `version ${live.number} of ${time(live)} is older than the last release`;
    return { does: 'nothing', released, says };
  });
}

/** The way back: to the version that the function was rolled back from. */
export function stepForward(released: Released): Step {
  const from = rolledBackFrom(released);
  return from === undefined
    ? { does: 'nothing', released, says: `version ${released.live.number}: was not rolled back` }
    : to(released, from);
}

function to(released: Released, version: Version | undefined): Step {
  const { live } = released;
  if (version === undefined) {
    return { does: 'nothing', released, says: `version ${live.number} is the first: there is none to go back to` };
  }
  if (version.number === live.number)
    return { does: 'nothing', released, says: `is at version ${live.number} already` };
  return {
    does: 'switch',
    released,
    to: version,
    says: `version ${live.number} of ${time(live)} → version ${version.number} of ${time(version)}`,
  };
}

function time({ publishedAt }: Version): string {
  return `${new Date(publishedAt).toISOString().slice(0, 16)}Z`;
}
