import type { ArmFigures } from '../../../lambdas/domain/arm-figures';
import type { CurrentFlags, FlagsDocument } from '../../../lambdas/domain/flags';
import { type Evaluation, RECENT_MS } from '../../../lambdas/domain/rollout-guard';
import { type RolloutPlan, utcOf } from '../../../lambdas/domain/rollout-plan';
import type { FlagsSeen } from '../../../lambdas/ports';
import { guardRollout } from '../../../lambdas/services/guard-rollout';
import { testClock } from '../../contract/laptop-tables';
import { armFiguresOf, side } from '../../support/arm-figures';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const deployed: CurrentFlags = { rollout: { percentage: 0 } };

function planned(changes: Partial<RolloutPlan> = {}, rest: FlagsDocument = {}): FlagsDocument {
  const plan: RolloutPlan = {
    steps: [10, 50, 100],
    state: 'running',
    from: 0,
    share: 10,
    since: utcOf(testClock().now()),
    bakeMinutes: 60,
    minRequests: 100,
    ...changes,
  };
  return { rollout: { percentage: plan.share, deny: ['default/zoe'] }, ...rest, plan };
}

const broken = armFiguresOf({ aws: side({ requests: 400, failures: 48 }) });

function setUp(document: object, figures: ArmFigures | Error | ((from: number) => ArmFigures) = armFiguresOf()) {
  const clock = testClock();
  const world = {
    seen: {
      document,
      underWay: undefined,
      takenBack: undefined,
      lock: { latestVersion: 1, underWay: undefined },
    } as FlagsSeen,
    changes: [] as { how: 'begin' | 'replace'; document: FlagsDocument; why: string }[],
    notices: [] as { subject: string; text: string }[],
    counted: [] as [string, number][],
    events: [] as unknown[],
    evaluation: null as Evaluation | null,
    windows: [] as number[],
    /** What somebody else does between the look and the change. */
    meanwhile: undefined as FlagsSeen | undefined,
    areNoticesDown: false,
  };
  const said = new Set<string>();
  const change = (how: 'begin' | 'replace') => async (next: object, why: string) => {
    if (world.meanwhile !== undefined) {
      world.seen = world.meanwhile;
      world.meanwhile = undefined;
      return false;
    }
    world.changes.push({ how, document: next, why });
    world.seen = { ...world.seen, document: { ...next } };
    return true;
  };
  const ports = {
    clock,
    flags: { read: async () => world.seen, begin: change('begin'), replace: change('replace') },
    figures: {
      async between(from: number, to: number) {
        world.windows.push(to - from);
        if (figures instanceof Error) throw figures;
        return typeof figures === 'function' ? figures(from) : figures;
      },
    },
    notices: {
      async send(notice: { subject: string; text: string }) {
        if (world.areNoticesDown) throw new Error('down');
        world.notices.push(notice);
      },
    },
    memory: {
      evaluation: async () => world.evaluation,
      isFirst: async (key: string) => !said.has(key) && said.add(key) !== undefined,
    },
    telemetry: {
      count: (name: string, value: number) => void world.counted.push([name, value]),
      measure: () => undefined,
      event: (...event: unknown[]) => void world.events.push(event),
    },
  };
  const look = () => guardRollout(ports, { stage: 'prod', region: 'eu-west-1', deployed });
  return { world, look, advance: clock.advance, now: clock.now, ports };
}

describe('the guard of a rollout', () => {
  it('measures the share, and looks no further where there is no plan', async () => {
    const { world, look } = setUp({});

    expect(await look()).toEqual({ did: 'nothing', share: 0 });
    expect(world.counted).toEqual([['RolloutPercentage', 0]]);
    expect(world.windows).toEqual([]);
    expect(world.changes).toEqual([]);
  });

  it.each([
    ['current', 0],
    ['aws', 100],
  ] as const)('measures the share that is in force: all on %s', async (arm, share) => {
    const { world, look } = setUp(planned({}, { arm }));

    expect(await look()).toMatchObject({ did: 'wait', why: 'switched' });
    expect(world.counted).toContainEqual(['RolloutPercentage', share]);
    expect(world.windows).toEqual([]);
  });

  it('waits while a step is young', async () => {
    const { world, look, advance } = setUp(planned());
    advance(59 * MINUTE);

    expect(await look()).toEqual({ did: 'wait', why: 'baking', isHeld: false, share: 10 });
    expect(world.counted).toContainEqual(['RolloutHeld', 0]);
    expect(world.changes).toEqual([]);
    expect(world.notices).toEqual([]);
  });

  it('raises the share when the step is over, and leaves everything else as it is', async () => {
    const { world, look, advance, now } = setUp(planned({}, { shadow: { percentage: 5 } }));
    advance(HOUR);

    expect(await look()).toEqual({ did: 'step', share: 50 });
    const [change] = world.changes;
    expect(change).toMatchObject({
      how: 'begin',
      document: {
        shadow: { percentage: 5 },
        rollout: { percentage: 50, deny: ['default/zoe'] },
        plan: { state: 'running', share: 50, since: utcOf(now()), from: 0, note: 'raised from 10 % to 50 %' },
      },
    });
    expect(change?.document.plan?.baseline?.parse).toMatchObject({ requests: 1_000, failures: 2, p95Ms: 1_500 });
    expect(world.counted).toContainEqual(['RolloutStepped', 1]);
    expect(world.notices[0]?.subject).toBe('Talent Match prod: rollout raised from 10 % to 50 %');
    expect(world.notices[0]?.text).toContain('npm run rollout -- back --stage prod --region eu-west-1');
  });

  it('goes to the end of the plan step by step, says so, and looks no further', async () => {
    const { world, look, advance } = setUp(planned());
    const shares: unknown[] = [];
    for (let hour = 0; hour < 4; hour++) {
      advance(HOUR);
      shares.push(await look());
    }

    expect(shares).toEqual([
      { did: 'step', share: 50 },
      { did: 'step', share: 100 },
      { did: 'finish', share: 100 },
      { did: 'nothing', share: 100 },
    ]);
    expect(world.seen.document).toMatchObject({ rollout: { percentage: 100 }, plan: { state: 'done', share: 100 } });
    expect(world.notices.at(-1)?.subject).toBe('Talent Match prod: rollout done at 100 %');
  });

  it('takes the share back at once when a figure breaks, and says which and by how much', async () => {
    const { world, look, advance } = setUp(planned({ share: 50, from: 5 }), broken);
    advance(5 * MINUTE);

    expect(await look()).toEqual({ did: 'rollBack', share: 5 });
    expect(world.changes).toMatchObject([
      {
        how: 'replace',
        document: { rollout: { percentage: 5, deny: ['default/zoe'] }, plan: { state: 'rolled-back', share: 5 } },
        why: 'Guard of the rollout: rolled back from 50 % to 5 %: failure rate of parse',
      },
    ]);
    expect(world.counted).toContainEqual(['RolloutRolledBack', 1]);
    const [notice] = world.notices;
    expect(notice?.subject).toBe('Talent Match prod: rollout rolled back from 50 % to 5 %: failure rate of parse');
    expect(notice?.subject.length).toBeLessThan(100);
    expect(notice?.text).toContain(
      'failure rate of parse: 12.0 % on the AWS arm of at most 1.2 %; 0.2 % on the current arm (400 requests)',
    );
    expect(notice?.text).toContain('docs/runbook.md#rollout-rolled-back');
  });

  it('looks at the last minutes too when a step is long', async () => {
    const { world, look, advance, now } = setUp(planned(), (from) =>
      from >= now() - RECENT_MS ? broken : armFiguresOf(),
    );
    advance(50 * MINUTE);

    expect(await look()).toMatchObject({ did: 'rollBack' });
    expect(world.windows).toEqual([50 * MINUTE, RECENT_MS]);
  });

  it('moves the share of one capability where the plan says so', async () => {
    const plan = planned(
      { capability: 'parse' },
      { rollout: { percentage: 3, capabilities: { parse: 10, match: 70 } } },
    );
    const { world, look, advance } = setUp(plan);
    advance(HOUR);

    expect(await look()).toEqual({ did: 'step', share: 50 });
    expect(world.changes[0]?.document.rollout).toEqual({ percentage: 3, capabilities: { parse: 50, match: 70 } });
    expect(world.notices[0]?.subject).toBe('Talent Match prod: rollout of parse raised from 10 % to 50 %');
  });

  it('is held where there are too few requests, and says so once after a day', async () => {
    const few = armFiguresOf({ aws: side({ requests: 20, failures: 0 }) });
    const { world, look, advance } = setUp(planned(), few);
    advance(2 * HOUR);

    expect(await look()).toEqual({ did: 'wait', why: 'too-few', isHeld: true, share: 10 });
    expect(world.counted).toContainEqual(['RolloutHeld', 1]);
    expect(world.notices).toEqual([]);
    advance(DAY);
    await look();
    await look();
    expect(world.notices).toHaveLength(1);
    expect(world.notices[0]?.subject).toMatch(/rollout held at 10 %: the arms have had too few requests$/);
    expect(world.notices[0]?.text).toMatch(/requests of parse +20 +1000/);
  });

  it('asks for an evaluation where the plan wants one', async () => {
    const { world, look, advance, now } = setUp(planned({ requireEvaluation: true }));
    advance(HOUR);

    expect(await look()).toMatchObject({ did: 'wait', why: 'not-evaluated' });
    world.evaluation = { passed: true, at: utcOf(now()), detail: '' };
    expect(await look()).toMatchObject({ did: 'step' });
  });

  it.each<[string, FlagsDocument, ArmFigures, string]>([
    ['raise', planned({ dryRun: true }), armFiguresOf(), 'would be raised from 10 % to 50 %'],
    ['roll back', planned({ dryRun: true }), broken, 'would be rolled back from 10 % to 0 %: failure rate of parse'],
  ])('says once what it would do in a dry run, and changes nothing: %s', async (_what, document, figures, said) => {
    const { world, look, advance } = setUp(document, figures);
    advance(HOUR);

    expect(await look()).toMatchObject({ isDryRun: true, share: 10 });
    expect(await look()).toMatchObject({ isDryRun: true, share: 10 });
    expect(world.changes).toEqual([]);
    expect(world.notices.map(({ subject }) => subject)).toEqual([`Talent Match prod: rollout ${said}`]);
    expect(world.notices[0]?.text).toContain('Nothing was changed');
    expect(world.counted.map(([name]) => name)).not.toContain('RolloutStepped');
    expect(world.counted.map(([name]) => name)).not.toContain('RolloutRolledBack');
  });
});

describe('the guard of a rollout and the others who change flags', () => {
  const seenWith = (seen: FlagsSeen, changes: Partial<FlagsSeen>): FlagsSeen => ({ ...seen, ...changes });
  const lock = { latestVersion: 2, underWay: 2 };

  it('leaves the flags of a person who was quicker', async () => {
    const { world, look, advance } = setUp(planned(), broken);
    advance(HOUR);
    world.meanwhile = seenWith(world.seen, { document: planned({}, { rollout: { percentage: 25 } }) });

    expect(await look()).toEqual({ did: 'wait', why: 'changed-by-hand', isHeld: true, share: 25 });
    expect(world.changes).toEqual([]);
    expect(world.seen.document).toMatchObject({ rollout: { percentage: 25 } });
  });

  it('tries again at once when a person has changed something else', async () => {
    const { world, look, advance } = setUp(planned(), broken);
    advance(HOUR);
    world.meanwhile = seenWith(world.seen, { document: planned({}, { shadow: { percentage: 5 } }) });

    expect(await look()).toEqual({ did: 'rollBack', share: 0 });
    expect(world.seen.document).toMatchObject({ shadow: { percentage: 5 }, rollout: { percentage: 0 } });
  });

  it('leaves a person’s deployment alone while it is under way, whatever the figures', async () => {
    const { world, look, advance } = setUp(planned(), broken);
    advance(HOUR);
    world.seen = seenWith(world.seen, { underWay: { ...planned({}, { rollout: { percentage: 25 } }) }, lock });

    expect(await look()).toEqual({ did: 'wait', why: 'deploying', isHeld: false, share: 10 });
    expect(world.changes).toEqual([]);
  });

  it('judges a step whose deployment still bakes, takes it back, and never raises on top of it', async () => {
    const before = planned();
    const step = planned({ share: 50, since: utcOf(testClock().now() + HOUR) });
    const { world, look, advance } = setUp(before, broken);
    world.seen = seenWith(world.seen, { underWay: { ...step }, lock });
    advance(HOUR + 5 * MINUTE);
    expect(await look()).toEqual({ did: 'rollBack', share: 0 });
    expect(world.changes[0]?.document).toMatchObject({ rollout: { percentage: 0 }, plan: { state: 'rolled-back' } });

    const healthy = setUp(before);
    healthy.world.seen = seenWith(healthy.world.seen, { underWay: { ...step }, lock });
    healthy.advance(3 * HOUR);
    expect(await healthy.look()).toEqual({ did: 'wait', why: 'deploying', isHeld: false, share: 50 });
  });

  it('pauses when AppConfig has taken its step back, and says why', async () => {
    const { world, look, advance } = setUp(planned());
    advance(HOUR + 5 * MINUTE);
    world.seen = seenWith(world.seen, {
      takenBack: {
        document: { ...planned({ share: 50, since: utcOf(testClock().now() + HOUR) }) },
        reason: 'Rollback initiated by CloudWatch alarm FlagErrors',
      },
    });

    expect(await look()).toEqual({ did: 'pause', share: 10 });
    expect(world.changes).toMatchObject([
      { how: 'replace', document: { rollout: { percentage: 10 }, plan: { state: 'paused', share: 10 } } },
    ]);
    expect(world.notices[0]?.text).toContain(
      'took the step to 50 % back. Rollback initiated by CloudWatch alarm FlagErrors',
    );
    world.seen = seenWith(world.seen, { takenBack: undefined });
    expect(await look()).toEqual({ did: 'wait', why: 'paused', isHeld: false, share: 10 });
  });

  it.each([
    ['a document of a person', planned({}, { rollout: { percentage: 80 } })],
    ['a document without a plan', {}],
    ['a document that is none', { plan: 'x' }],
  ])('goes on when what was taken back was %s', async (_what, document) => {
    const { world, look, advance } = setUp(planned());
    advance(HOUR);
    world.seen = seenWith(world.seen, { takenBack: { document: { ...document }, reason: 'stopped' } });

    expect(await look()).toEqual({ did: 'step', share: 50 });
  });
});

describe('the guard of a rollout when something cannot be reached', () => {
  it.each(['CloudWatch', 'AppConfig'])(
    'changes nothing without %s, is held, and goes on at the next look',
    async (what) => {
      const { world, look, advance, ports } = setUp(
        planned(),
        what === 'CloudWatch' ? new TypeError('down') : undefined,
      );
      advance(HOUR);
      const { read } = ports.flags;
      if (what === 'AppConfig') ports.flags.read = async () => Promise.reject(new TypeError('down'));

      expect(await look()).toEqual({ did: 'cannot-look' });
      expect(world.changes).toEqual([]);
      expect(world.notices).toEqual([]);
      expect(world.counted).toContainEqual(['RolloutHeld', 1]);
      expect(world.events).toContainEqual([
        'error',
        'the rollout was not looked after',
        { operation: 'guard-rollout', error: 'TypeError' },
      ]);
      ports.flags.read = read;
      ports.figures.between = async () => armFiguresOf();
      expect(await look()).toEqual({ did: 'step', share: 50 });
    },
  );

  it('is held when the share cannot be taken back, and says so once', async () => {
    const { world, look, ports } = setUp(planned(), broken);
    ports.flags.replace = async () => Promise.reject(new Error('taken back'));

    expect(await look()).toEqual({ did: 'cannot-look' });
    expect(await look()).toEqual({ did: 'cannot-look' });
    expect(world.counted.filter(([name]) => name !== 'RolloutPercentage')).toEqual([
      ['RolloutHeld', 1],
      ['RolloutHeld', 1],
    ]);
    expect(world.notices).toHaveLength(1);
    expect(world.notices[0]?.subject).toBe(
      'Talent Match prod: rollout perhaps still at 10 %, and broken: failure rate of parse',
    );
    expect(world.notices[0]?.text).toContain('Going back did not work.');
    expect(world.notices[0]?.text).toContain('12.0 % on the AWS arm');
    expect(world.notices[0]?.text).toContain('npm run rollout -- back --stage prod');
  });

  it('changes nothing when the flags are no flags', async () => {
    const { world, look } = setUp({ rollout: 'all' });

    expect(await look()).toEqual({ did: 'cannot-look' });
    expect(world.changes).toEqual([]);
  });

  it('takes the share back although nobody can be told', async () => {
    const { world, look } = setUp(planned(), broken);
    world.areNoticesDown = true;

    expect(await look()).toEqual({ did: 'rollBack', share: 0 });
    expect(world.seen.document).toMatchObject({ rollout: { percentage: 0 } });
    expect(world.events).toContainEqual(expect.arrayContaining(['error', 'nobody was told of the rollout']));
  });
});
