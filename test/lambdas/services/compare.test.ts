import type { CompareRequest, ContenderName } from '../../../lambdas/domain/compare';
import { availableContenders, compareRequestSchema, providersOf } from '../../../lambdas/domain/compare';
import { DomainError } from '../../../lambdas/domain/errors';
import type { Provider } from '../../../lambdas/domain/meta';
import type { MatchResponse } from '../../../lambdas/domain/requests';
import type { RequestContext } from '../../../lambdas/ports';
import { answerMeta } from '../../../lambdas/services/answer-meta';
import { type ComparePorts, compare } from '../../../lambdas/services/compare';
import { fakeProvenance } from '../../support/fake-stores';
import { aContext, clock } from '../../support/request-context';

const text: Provider[] = ['bedrock', 'openai', 'rules'];
const embed: Provider[] = ['sagemaker', 'bedrock', 'openai', 'embedded'];
const chains = { aws: { text, embed }, current: { text, embed } };
const notAsked = () => Promise.reject(new Error('not asked for'));

/** Ranks by whoever is first of those it is held to, or as a provider is told to. */
function ports(told: Partial<Record<Provider, (context: RequestContext) => Promise<MatchResponse>>> = {}) {
  const asked: RequestContext[] = [];
  const of: ComparePorts = {
    parse: notAsked,
    embed: notAsked,
    expand: notAsked,
    explain: notAsked,
    async match(_, context) {
      asked.push(context);
      const [first = 'embedded'] = context.only ?? [];
      return (told[first] ?? (async () => ranked(first)))(context);
    },
    chains,
    inTime: (call, work) => work(call),
    clock,
  };
  return { asked, ports: of };
}

function ranked(provider: Provider | null, costUsd: number | null = 0.25): MatchResponse {
  const provenance = fakeProvenance({ provider, costUsd });
  return { matches: [], meta: answerMeta({ clock, startedAt: clock.now(), provenance }, aContext()) };
}

const refuse = (code: 'RESUME_NOT_FOUND' | 'DEADLINE_EXCEEDED') => () =>
  Promise.reject(new DomainError(code, 'withheld'));
const between = (...contenders: ContenderName[]): CompareRequest =>
  compareRequestSchema.parse({ capability: 'match', input: { query: 'nurse' }, contenders });

describe('a comparison', () => {
  it('holds each contender to its own providers, in the order of its arm, and keeps nothing', async () => {
    const { asked, ports: of } = ports();
    await compare(of, between('aws', 'current', 'bedrock'), aContext());

    expect(asked.map(({ only }) => only)).toEqual([['sagemaker', 'bedrock'], ['openai'], ['bedrock']]);
    expect(asked.every(({ noStore }) => noStore)).toBe(true);
  });

  it('asks all of them at the same time', async () => {
    let waiting = 0;
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wait = (provider: Provider) => async () => {
      waiting++;
      if (waiting === 2) release();
      await both;
      return ranked(provider);
    };
    const { ports: of } = ports({ sagemaker: wait('sagemaker'), openai: wait('openai') });

    const { contenders } = await compare(of, between('aws', 'current'), aContext());
    expect(contenders.map(({ fault }) => fault)).toEqual([null, null]);
  });

  it('counts an answer of anybody else as a failure, with what it cost', async () => {
    const { ports: of } = ports({ openai: async () => ranked('embedded') });
    const { contenders, meta } = await compare(of, between('aws', 'current'), aContext());

    expect(contenders[1]).toMatchObject({ provider: null, result: null, degraded: true, costUsd: 0.25 });
    expect(contenders[1]?.fault?.code).toBe('PROVIDER_UNAVAILABLE');
    expect(meta).toMatchObject({ degraded: true, costUsd: 0.5 });
  });

  it('lets one fail and the others answer, and does not know the cost of the one', async () => {
    const { ports: of } = ports({ openai: refuse('DEADLINE_EXCEEDED') });
    const { contenders, agreement, meta } = await compare(of, between('aws', 'current', 'embedded'), aContext());

    expect(contenders.map(({ fault }) => fault?.code ?? null)).toEqual([null, 'DEADLINE_EXCEEDED', null]);
    expect(agreement).toMatchObject([{ between: ['aws', 'embedded'] }]);
    expect(meta.costUsd).toBeNull();
  });

  it('refuses what all of them refuse, when that is about what was sent', async () => {
    const gone = refuse('RESUME_NOT_FOUND');
    const all = ports({ sagemaker: gone, openai: gone });
    const one = ports({ sagemaker: gone });
    const late = ports({ sagemaker: refuse('DEADLINE_EXCEEDED'), openai: refuse('DEADLINE_EXCEEDED') });

    await expect(compare(all.ports, between('aws', 'current'), aContext())).rejects.toMatchObject({
      code: 'RESUME_NOT_FOUND',
    });
    expect((await compare(one.ports, between('aws', 'current'), aContext())).contenders[0]?.fault?.code).toBe(
      'RESUME_NOT_FOUND',
    );
    expect((await compare(late.ports, between('aws', 'current'), aContext())).contenders).toHaveLength(2);
  });

  it('does not hide a bug behind the answer of another', async () => {
    const { ports: of } = ports({ openai: () => Promise.reject(new TypeError('a bug')) });

    await expect(compare(of, between('aws', 'current'), aContext())).rejects.toThrow(TypeError);
  });

  it('refuses a contender that cannot be asked, before it asks anybody', async () => {
    const { asked, ports: of } = ports();

    await expect(compare(of, between('aws', 'huggingface', 'rules'), aContext())).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [
        {
          pointer: '/contenders/1',
          detail: 'huggingface is not set up for match; there are current, aws, bedrock, sagemaker, openai, embedded.',
        },
        { pointer: '/contenders/2' },
      ],
    });
    expect(asked).toEqual([]);
  });
});

describe('the contenders', () => {
  it('are both arms unless others are named', () => {
    expect(compareRequestSchema.parse({ capability: 'match', input: { query: 'nurse' } }).contenders).toEqual([
      'aws',
      'current',
    ]);
  });

  it('never include what needs no network among an arm', () => {
    for (const arm of ['aws', 'current'] as const) {
      expect(providersOf(arm, { aws: embed, current: embed })).not.toContain('embedded');
    }
    expect(availableContenders({ aws: ['rules'], current: ['rules'] })).toEqual(['rules']);
  });
});
