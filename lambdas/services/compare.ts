/** Gives one request to several sides at the same time, each held to its own providers, and says how far they agree. */
import { type Agreement, agreementOf, type Comparable } from '../domain/agreement';
import { type Arm, type Capability, VECTOR_CAPABILITIES } from '../domain/arm';
import {
  availableContenders,
  type CompareInput,
  type CompareRequest,
  type CompareResponse,
  type CompareResult,
  type ContenderName,
  providersOf,
} from '../domain/compare';
import { DomainError, type ErrorCode } from '../domain/errors';
import type { ExpandQueryResponse } from '../domain/expansion';
import type { ExplainResponse } from '../domain/explain-request';
import type { Meta, Provider } from '../domain/meta';
import type { EmbedResponse, MatchResponse, ParseResumeResponse } from '../domain/requests';
import type { Call, Clock, RequestContext } from '../ports';
import { answerMeta, NO_PROVIDER } from './answer-meta';

export interface ComparePorts {
  /** The services that are compared; each reads its providers from the context. */
  parse(input: CompareInput<'parse'>, context: RequestContext): Promise<ParseResumeResponse>;
  embed(input: CompareInput<'embed'>, context: RequestContext): Promise<EmbedResponse>;
  match(input: CompareInput<'match'>, context: RequestContext): Promise<MatchResponse>;
  expand(input: CompareInput<'expand'>, context: RequestContext): Promise<ExpandQueryResponse>;
  explain(input: CompareInput<'explain'>, context: RequestContext): Promise<ExplainResponse>;
  /** Who is set up, in the order of each arm. */
  chains: Readonly<Record<Arm, { text: readonly Provider[]; embed: readonly Provider[] }>>;
  /** Ends the work early enough that an answer can still say so, also work that hears no signal. */
  inTime<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T>;
  clock: Clock;
}

type Contender = CompareResponse['contenders'][number];

/** One side's part; a refusal is told to callers by the door. */
export type Outcome = Omit<Contender, 'problem'> & { fault: DomainError | null };

export interface Comparison {
  contenders: Outcome[];
  agreement: CompareResponse['agreement'];
  meta: Meta;
}

/**
 * Nothing is stored, and no kept answer is given. An answer that came from anybody but the contender's own providers is
 * a failure of the contender.
 * @throws DomainError `INVALID_REQUEST` for a contender that is not set up; what all contenders are refused with alike
 */
export function compare(ports: ComparePorts, request: CompareRequest, context: RequestContext): Promise<Comparison> {
  switch (request.capability) {
    case 'parse': {
      const ask = (call: RequestContext) => ports.parse(request.input, call);
      return contest(ports, request, context, ask, withoutMeta, agreementIn('parse'));
    }
    case 'match': {
      const ask = (call: RequestContext) => ports.match(request.input, call);
      return contest(ports, request, context, ask, withoutMeta, agreementIn('match'));
    }
    case 'embed': {
      const ask = (call: RequestContext) => ports.embed(request.input, call);
      const made = ({ space, data }: EmbedResponse) => ({ space, vectors: data.length });
      return contest(ports, request, context, ask, made, agreementIn('embed'));
    }
    case 'expand': {
      const ask = (call: RequestContext) => ports.expand(request.input, call);
      return contest(ports, request, context, ask, withoutMeta, agreementIn('expand'));
    }
    case 'explain': {
      const ask = (call: RequestContext) => ports.explain(request.input, call);
      return contest(ports, request, context, ask, withoutMeta, agreementIn('explain'));
    }
  }
}

function withoutMeta<A extends { meta: Meta }>({ meta: _, ...result }: A): Omit<A, 'meta'> {
  return result;
}

const agreementIn =
  <C extends Capability>(capability: C) =>
  (one: Comparable[C], other: Comparable[C]): Agreement =>
    agreementOf(capability, one, other);

async function contest<A extends { meta: Meta }, R extends CompareResult>(
  ports: ComparePorts,
  { capability, contenders }: CompareRequest,
  context: RequestContext,
  ask: (context: RequestContext) => Promise<A>,
  resultOf: (answer: A) => R,
  agreement: (one: R, other: R) => Agreement,
): Promise<Comparison> {
  const startedAt = ports.clock.now();
  const sides = sidesOf(ports.chains, capability, contenders);
  const ended = await Promise.allSettled(sides.map((side) => outcomeOf(ports, side, context, ask, resultOf)));
  const outcomes = ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const refusal = commonRefusal(outcomes);
  if (refusal !== undefined) throw refusal;

  const answered = outcomes.flatMap(({ name, result }) => (result === null ? [] : [{ name, result }]));
  const pairs = answered.flatMap((one, at) => answered.slice(at + 1).map((other) => ({ one, other })));
  const costs = outcomes.map(({ costUsd }) => costUsd);
  const provenance = {
    ...NO_PROVIDER,
    degraded: answered.length < outcomes.length,
    simulated: outcomes.some(({ simulated }) => simulated),
    costUsd: costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0),
    costEstimated: outcomes.some(({ costEstimated }) => costEstimated),
  };
  return {
    contenders: outcomes,
    agreement: pairs.map(({ one, other }) => ({
      between: [one.name, other.name],
      ...agreement(one.result, other.result),
    })),
    meta: answerMeta({ clock: ports.clock, startedAt, provenance }, context),
  };
}

interface Side {
  name: ContenderName;
  only: readonly Provider[];
}

function sidesOf(
  { aws, current }: ComparePorts['chains'],
  capability: Capability,
  names: readonly ContenderName[],
): Side[] {
  const kind = VECTOR_CAPABILITIES.has(capability) ? 'embed' : 'text';
  const chains = { aws: aws[kind], current: current[kind] };
  const sides = names.map((name) => ({ name, only: providersOf(name, chains) }));
  const errors = sides.flatMap(({ name, only }, at) => {
    const detail = `${name} is not set up for ${capability}; there are ${availableContenders(chains).join(', ')}.`;
    return only.length > 0 ? [] : [{ pointer: `/contenders/${at}`, code: 'not_set_up', detail }];
  });
  const [first] = errors;
  if (first !== undefined) throw new DomainError('INVALID_REQUEST', first.detail, { errors });
  return sides;
}

async function outcomeOf<A extends { meta: Meta }, R>(
  { inTime, clock }: ComparePorts,
  { name, only }: Side,
  context: RequestContext,
  ask: (context: RequestContext) => Promise<A>,
  resultOf: (answer: A) => R,
): Promise<Omit<Outcome, 'result'> & { result: R | null }> {
  const startedAt = clock.now();
  try {
    const answer = await inTime(context, (call) => ask({ ...context, ...call, only, noStore: true }));
    const { provider, model, promptVersion, latencyMs, usage, costUsd, costEstimated, ...meta } = answer.meta;
    const { degraded, attempts, simulated, warnings } = meta;
    const known = { name, attempts, latencyMs, usage, costUsd, costEstimated };
    if (provider === null || !only.includes(provider)) return { ...known, ...NOBODY, fault: noneOf(name), warnings };
    const result = resultOf(answer);
    return { ...known, provider, model, promptVersion, result, fault: null, degraded, simulated, warnings };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const latencyMs = Math.max(0, Math.round(clock.now() - startedAt));
    const unknown = { attempts: [], latencyMs, usage: null, costUsd: null, costEstimated: false, warnings: [] };
    return { name, ...unknown, ...NOBODY, fault: error };
  }
}

const NOBODY = {
  provider: null,
  model: null,
  promptVersion: null,
  result: null,
  degraded: true,
  simulated: false,
} as const;

const noneOf = (name: ContenderName): DomainError =>
  new DomainError('PROVIDER_UNAVAILABLE', `None of the providers of ${name} answered.`);

/** Refusals that are about what was sent, whoever reads it. */
const ABOUT_INPUT = /^(DOCUMENT_|UNSUPPORTED_MEDIA_TYPE$|INVALID_|RESUME_NOT_FOUND$|JOB_NOT_FOUND$)/;

function commonRefusal(outcomes: readonly Pick<Outcome, 'fault'>[]): DomainError | undefined {
  const [first, ...others] = outcomes.map(({ fault }) => fault);
  const code: ErrorCode | undefined = first?.code;
  const isCommon = code !== undefined && ABOUT_INPUT.test(code) && others.every((fault) => fault?.code === code);
  return isCommon ? (first ?? undefined) : undefined;
}
