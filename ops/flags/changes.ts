/** What each command makes of the document of flags, and the command that takes it back. */
import { readFileSync } from 'node:fs';
import { arms, type Capability, capabilities } from '../../lambdas/domain/arm';
import type { FlagsDocument } from '../../lambdas/domain/flags';
import type { Provider } from '../../lambdas/domain/meta';
import { CannotGoOn, type Settings, UsageError } from '../operation';
import { endOf } from './time';

export interface Change {
  document: FlagsDocument;
  /** For the list of versions. */
  why: string;
  /** Words and options of `npm run flags` that undo it. */
  back: string;
  /** For all at once, or share by share under the eyes of the alarms. */
  isUrgent: boolean;
}

export interface Before {
  document: FlagsDocument;
  version: number;
  /** What holds where the document is silent. */
  deployedPercentage: number;
  /** Epoch milliseconds. */
  now: number;
  /** An earlier document; undefined when there is none of that number. */
  earlier(version: number): Promise<FlagsDocument | undefined>;
}

/** A command: its words after the first, and its options. */
type Make = (words: readonly string[], given: Settings['given'], before: Before) => Change | Promise<Change>;

/**
 * @param words of the command line, such as `arm current`
 * @throws UsageError for anything but a command of the help
 */
export async function changeOf(
  [name = '', ...words]: readonly string[],
  given: Settings['given'],
  before: Before,
): Promise<Change> {
  const make = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined;
  if (make === undefined) {
    throw new UsageError(`${name || 'Nothing'} was given; allowed: show, ${Object.keys(CHANGES).join(', ')}`);
  }
  // An option that says nothing here would be taken for one that does.
  for (const option of Object.keys(OPTIONS).filter((one) => given[one] !== undefined)) {
    if (OPTIONS[option] !== name) throw new UsageError(`--${option} goes with ${OPTIONS[option]}, not with ${name}`);
  }
  return make(words, given, before);
}

/** Options that only one command takes. */
const OPTIONS: Readonly<Record<string, string>> = {
  capability: 'percentage',
  clear: 'percentage',
  until: 'maintenance',
  version: 'set',
};

const CHANGES: Readonly<Record<string, Make>> = {
  arm([to, ...rest], _given, { document }) {
    const { arm: old, ...others } = document;
    const arm = oneOf('arm', [...arms, 'auto'] as const, [to, ...rest]);
    return {
      document: arm === 'auto' ? others : { ...others, arm },
      why: arm === 'auto' ? 'Each user on the arm of their share' : `All users to ${arm}`,
      back: `arm ${old ?? 'auto'}`,
      isUrgent: true,
    };
  },

  percentage(words, given, { document, deployedPercentage }) {
    const { rollout = {} } = document;
    const capability = given.capability === undefined ? undefined : capabilityOf(given.capability);
    const old = capability === undefined ? rollout.percentage : rollout.capabilities?.[capability];
    const next = given.clear === true ? none('percentage --clear', words) : percentOf('percentage', words);
    const made =
      capability === undefined
        ? { ...rollout, percentage: next }
        : { ...rollout, capabilities: part({ ...rollout.capabilities, [capability]: next }) };
    const inAll = capability === undefined ? deployedPercentage : (rollout.percentage ?? deployedPercentage);
    const to = next === undefined ? 'As deployed' : `${next} % of users to aws`;
    return {
      document: defined({ ...document, rollout: part(made) }),
      why: capability === undefined ? to : `${to}, for ${capability}`,
      back: `percentage ${old ?? '--clear'}${capability === undefined ? '' : ` --capability ${capability}`}`,
      // Fewer users on the new arm is a way back, and a way back is short.
      isUrgent: (next ?? inAll) < (old ?? inAll),
    };
  },

  maintenance(words, given, { document, now }) {
    const { maintenance: old, ...others } = document;
    const stillOpen = old !== undefined && Date.parse(old.until) > now;
    const back = `maintenance ${stillOpen ? `on --until ${old.until}` : 'off'}`;
    if (oneOf('maintenance', ['on', 'off'] as const, words) === 'off') {
      if (given.until !== undefined) throw new UsageError('--until goes with maintenance on');
      return { document: others, why: 'Models are asked again', back, isUrgent: true };
    }
    const until = endOf(given.until, now);
    return { document: { ...others, maintenance: { until } }, why: `No model until ${until}`, back, isUrgent: true };
  },

  shadow(words, _given, { document }) {
    const percentage = percentOf('shadow', words);
    return {
      document: defined({ ...document, shadow: percentage === 0 ? undefined : { percentage } }),
      why: `${percentage} % of requests to both arms`,
      back: `shadow ${document.shadow?.percentage ?? 0}`,
      isUrgent: true,
    };
  },

  allow: (words, _given, before) => listed('allow', words, before),
  deny: (words, _given, before) => listed('deny', words, before),

  chain([kind, ...words], _given, { document }) {
    const name = oneOf('chain', ['text', 'embed'] as const, [kind]) === 'text' ? 'textChain' : 'embedChain';
    const { [name]: old, ...others } = document;
    const [to, ...rest] = words;
    if (to === undefined || rest.length > 0) throw new UsageError(`chain ${kind}: providers, comma separated, or auto`);
    return {
      // A provider that does not exist is refused with the whole document.
      document: to === 'auto' ? others : { ...others, [name]: to.split(',') as Provider[] },
      why: `Chain of ${kind}: ${to}`,
      back: `chain ${kind} ${old?.join(',') ?? 'auto'}`,
      isUrgent: true,
    };
  },

  async set(words, given, { version, earlier }) {
    const back = `set --version ${version} --instant`;
    if (typeof given.version === 'string') {
      none('set --version', words);
      const document = /^\d+$/.test(given.version) ? await earlier(Number(given.version)) : undefined;
      if (document === undefined) throw new CannotGoOn(`There is no version ${given.version} of the flags.`);
      return { document, why: `As in version ${given.version}`, back, isUrgent: false };
    }
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0)
      throw new UsageError('set: one file with the whole document, or --version');
    return { document: documentIn(file), why: `The document of a file`, back, isUrgent: false };
  },
};

function listed(name: 'allow' | 'deny', [what, ...words]: readonly string[], { document }: Before): Change {
  const isAdded = oneOf(name, ['add', 'remove'] as const, [what]) === 'add';
  const [subject, ...rest] = words;
  if (subject === undefined || rest.length > 0) throw new UsageError(`${name} ${what}: one user, as tenant/subject`);
  // What was once listed in another form can still be taken away.
  if (isAdded && !subject.includes('/')) {
    throw new UsageError(`${name} add: ${subject} was given; allowed: tenant/subject, or the ARN of a role`);
  }
  const { rollout = {} } = document;
  const others = (rollout[name] ?? []).filter((one) => one !== subject);
  const list = isAdded ? [...others, subject] : others;
  return {
    document: defined({
      ...document,
      rollout: part({ ...rollout, [name]: list.length === 0 ? undefined : list }),
    }),
    why: `${isAdded ? 'One user more' : 'One user less'} who is always on ${name === 'allow' ? 'aws' : 'current'}`,
    back: `${name} ${isAdded ? 'remove' : 'add'} ${subject}`,
    isUrgent: true,
  };
}

/** Without what is undefined. */
function defined<T extends object>(parts: T): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** The same; undefined when nothing is left. */
function part<T extends object>(parts: T): T | undefined {
  const left = defined(parts);
  return Object.keys(left).length === 0 ? undefined : left;
}

function capabilityOf(given: Settings['given'][string]): Capability {
  return oneOf('--capability', capabilities, [String(given)]);
}

function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  [word, ...rest]: readonly (string | undefined)[],
): T {
  const found = allowed.find((one) => one === word);
  if (found !== undefined && rest.length === 0) return found;
  throw new UsageError(`${name}: ${[word, ...rest].join(' ') || 'nothing'} was given; allowed: ${allowed.join(', ')}`);
}

function percentOf(name: string, words: readonly string[]): number {
  const [word = ''] = words;
  const number = Number(word.replace(/%$/, ''));
  if (words.length === 1 && /^\d{1,3}(\.\d{1,2})?%?$/.test(word) && number <= 100) return number;
  throw new UsageError(`${name}: ${words.join(' ') || 'nothing'} was given; allowed: 0 to 100, such as 25 or 0.5`);
}

function none(name: string, words: readonly string[]): undefined {
  if (words.length > 0) throw new UsageError(`${name} takes no more words, and ${words.join(' ')} was given`);
}

function documentIn(file: string): FlagsDocument {
  try {
    // What is in it is looked at with every other document.
    return JSON.parse(readFileSync(file, 'utf8')) as FlagsDocument;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotGoOn(code === undefined ? `${file} is not JSON.` : `${file} cannot be read (${code}).`);
  }
}
