import {
  type Arm,
  arms,
  assignArm,
  BUCKETS,
  bucketOf,
  type Capability,
  capabilities,
  type Rollout,
} from '../../../lambdas/domain/arm';

const armOf = (
  rollout: Rollout,
  ask: { subject?: string; owner?: string; capability?: Capability; available?: readonly Arm[]; override?: Arm } = {},
  arm?: Arm,
) => {
  const { subject = 'default/anna', owner = subject, capability = 'parse', available = arms, override } = ask;
  return assignArm({ arm, rollout }, { subject, owner, capability, available, override });
};
const isOnAws = (subject: string, percentage: number, salt?: string) =>
  armOf({ percentage, salt }, { subject }) === 'aws';
/** Ids such as a user pool makes them. */
const ids = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `default/${(i * 2_654_435_761).toString(16).padStart(12, '0')}-4a1b-${i.toString(36)}`,
  );

describe('shares of users', () => {
  const many = ids(100_000);
  const some = many.slice(0, 10_000);

  it.each(['migration-1', 'migration-2', 'a', 'ü|'])('are kept to 0.3 of a per cent with the salt %s', (salt) => {
    const share = many.filter((id) => isOnAws(id, 10, salt)).length / many.length;

    expect(Math.abs(share - 0.1)).toBeLessThan(0.003);
  });

  it('are drawn evenly: no hundredth of the users is larger than chance makes it', () => {
    const counts = Array.from({ length: 100 }, () => 0);
    for (const id of many) {
      const bin = Math.floor(bucketOf(id, 'migration-1') / 100);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);

    // 99 degrees of freedom: above 149 once in a thousand draws.
    expect(chiSquare).toBeLessThan(149);
  });

  it('only grow: who is on the AWS arm stays on it at every higher percentage', () => {
    const steps = [0, 0.01, 10, 10.125, 50, 99.99, 100];
    let before: string[] = [];
    const sizes = steps.map((percentage) => {
      const now = new Set(some.filter((id) => isOnAws(id, percentage)));
      expect(before.filter((id) => !now.has(id))).toEqual([]);
      before = [...now];
      return now.size;
    });
    expect([sizes[0], sizes.at(-1)]).toEqual([0, some.length]);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  });

  it('count in whole buckets, also where the number is no fraction of two', () => {
    const first = (bucket: number) => many.find((id) => bucketOf(id, 'migration-1') === bucket) ?? '';
    const [seventh, eighth] = [first(6), first(7)];

    expect([isOnAws(seventh, 0.07), isOnAws(eighth, 0.07)]).toEqual([true, false]);
    expect([isOnAws(seventh, 0.0749), isOnAws(eighth, 0.0749)]).toEqual([true, false]);
  });

  it('are drawn anew with another salt', () => {
    const both = many.filter((id) => isOnAws(id, 10, 'migration-1') && isOnAws(id, 10, 'migration-2'));

    expect(Math.abs(both.length / many.length - 0.01)).toBeLessThan(0.002);
  });

  it('are the same in every process and for ever, as people must not move with a deployment', () => {
    expect(['default/anna', 'default/ben', 'laptop/demo'].map((id) => bucketOf(id, 'migration-1'))).toEqual([
      556, 5_743, 6_333,
    ]);
    expect(BUCKETS).toBe(10_000);
  });
});

describe('assignArm', () => {
  it('shares each capability out by itself, and a user keeps the bucket', () => {
    const rollout: Rollout = { percentage: 0, capabilities: { embed: 100, match: 50 } };
    const onAws = (subject: string) =>
      capabilities.filter((capability) => armOf(rollout, { subject, capability }) === 'aws');

    const seen = new Set(ids(200).map((subject) => onAws(subject).join()));

    expect([...seen].sort()).toEqual(['embed', 'embed,match']);
    expect(ids(200).every((id) => onAws(id).includes('match') === isOnAws(id, 50))).toBe(true);
  });

  it('puts those who are allowed or denied where the lists say, whatever the share', () => {
    expect(armOf({ percentage: 0, allow: ['default/anna'] })).toBe('aws');
    expect(armOf({ percentage: 100, deny: ['default/anna'] })).toBe('current');
    expect(armOf({ percentage: 0, allow: ['default/ann'] })).toBe('current');
    expect(armOf({ percentage: 0, allow: ['default/anna'], capabilities: { parse: 0 } })).toBe('aws');
  });

  it('knows a program or role in the lists by its own name, whoever asks through it', () => {
    const ask = { subject: '5f0c', owner: 'arn:aws:sts::111111111111:assumed-role/backend' };

    expect(armOf({ percentage: 0, allow: [ask.owner] }, ask)).toBe('aws');
    expect(armOf({ percentage: 100, deny: [ask.owner] }, ask)).toBe('current');
  });

  it.each<[string, Parameters<typeof armOf>, Arm | null]>([
    ['deny before allow', [{ percentage: 100, allow: ['default/anna'], deny: ['default/anna'] }], 'current'],
    ['the arm of all before the lists', [{ percentage: 100, allow: ['default/anna'] }, {}, 'current'], 'current'],
    ['the arm of all before the share', [{ percentage: 0 }, {}, 'aws'], 'aws'],
    ['a tester before the arm of all', [{ percentage: 0 }, { override: 'aws' }, 'current'], 'aws'],
    ['a tester before the lists', [{ percentage: 0, deny: ['default/anna'] }, { override: 'aws' }], 'aws'],
    ['what there is before a tester', [{ percentage: 0 }, { override: 'aws', available: ['current'] }], 'current'],
    ['what there is before the arm of all', [{ percentage: 0 }, { available: ['aws'] }, 'current'], 'aws'],
    ['nothing where there is no arm', [{ percentage: 100 }, { override: 'aws', available: [] }, 'aws'], null],
  ])('puts %s', (_words, ask, expected) => {
    expect(armOf(...ask)).toBe(expected);
  });
});
