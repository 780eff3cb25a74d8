/** The bill of the templates. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillLine, type Estimate, estimate, unpriced } from '../../../ops/cost/estimate';
import { freeTypes } from '../../../ops/cost/free-types';
import { type Price, prices } from '../../../ops/cost/prices';
import { PROMISED_USD, report } from '../../../ops/cost/report';
import { type Resource, synthesise } from '../../../ops/synthesise';
import { everything } from '../../support/contexts';

/** Idle cost of a deployment without context, USD a month. */
const IDLE_LIMIT_USD = 5;
const DEMAND = { requests: 100_000, jobs: 10_000 };

type Synthesised = ReturnType<typeof synthesise>;

describe('estimate', () => {
  let dev: Synthesised;
  let prod: Synthesised;
  let full: Synthesised;
  beforeAll(() => {
    dev = synthesise({});
    prod = synthesise({ stage: 'prod', alarmEmail: 'oncall@example.com' });
    full = synthesise(everything);
  });

  const find = (bill: Estimate, meter: string): BillLine | undefined => bill.lines.find((line) => line.meter === meter);
  /** The same stage with one stack of our own. */
  const priced = (resources: Readonly<Record<string, Resource>>, demand = DEMAND) =>
    estimate(
      {
        config: dev.config,
        stacks: [{ part: 'trial', name: 'trial', region: 'us-east-1', resources, template: { Resources: resources } }],
      },
      demand,
    );

  test(`keeps the idle cost of a deployment without context at ${IDLE_LIMIT_USD} USD a month, free tier not counted`, () => {
    const bill = estimate(dev, DEMAND);
    const dearest = [...bill.lines].sort((a, b) => b.idleUsd - a.idleUsd).slice(0, 5);
    expect({ idleUsd: bill.idleUsd <= IDLE_LIMIT_USD, dearest }).toEqual({ idleUsd: true, dearest });
  });

  test.each(['dev', 'prod', 'everything'] as const)(
    'knows a price, or why there is none, for each type of %s',
    (name) => {
      expect(unpriced({ dev, prod, everything: full }[name].stacks)).toEqual([]);
    },
  );

  test('refuses a type without a price by its name', () => {
    expect(() => priced({ One: { Type: 'AWS::Neptune::DBCluster' }, Two: { Type: 'AWS::SNS::Topic' } })).toThrow(
      /No price is known for AWS::Neptune::DBCluster\. .*ops\/cost\/free-types\.ts/,
    );
  });

  test('keeps the promise of less than a cent a request', () => {
    for (const stage of [dev, prod]) expect(estimate(stage, DEMAND).perRequestUsd).toBeLessThan(PROMISED_USD);
  });

  test('is what docs/cost.md says, to a tenth', () => {
    const said = (row: RegExp) =>
      row
        .exec(readFileSync(join(__dirname, '../../../docs/cost.md'), 'utf8'))
        ?.slice(1)
        .map(Number);
    const bills = [dev, prod].map((stage) => estimate(stage, DEMAND));
    const near = (figures: readonly (number | null)[], stated: readonly number[] | undefined) =>
      figures.map((figure, at) => Math.abs((stated?.[at] ?? 0) / (figure ?? 1) - 1) < 0.1);
    expect(
      near(
        bills.map(({ idleUsd }) => idleUsd),
        said(/^\| idle \| ([\d.]+) USD \| ([\d.]+) USD/m),
      ),
    ).toEqual([true, true]);
    expect(
      near(
        bills.map(({ totalUsd }) => totalUsd),
        said(/^\| with 100,000 requests \| ([\d.]+) USD \| ([\d.]+) USD/m),
      ),
    ).toEqual([true, true]);
    expect(
      near(
        bills.map(({ perRequestUsd }) => perRequestUsd),
        said(/^\| a request .* \| ([\d.]+) USD \| ([\d.]+) USD/m),
      ),
    ).toEqual([true, true]);
  });

  test('is the idle cost when nobody asks anything', () => {
    const bill = estimate(prod, { requests: 0, jobs: 10_000 });
    expect(bill.totalUsd).toBeCloseTo(bill.idleUsd, 10);
    expect(bill.perRequestUsd).toBeNull();
    expect(estimate(prod, DEMAND).idleUsd).toBeCloseTo(bill.idleUsd, 10);
  });

  test('prices functions by the memory that their templates give them', () => {
    const bill = priced({
      Parse: {
        Type: 'AWS::Lambda::Function',
        Properties: { MemorySize: 2048 },
        Metadata: { 'aws:cdk:path': 'x/parse-resume/Function/Resource' },
      },
    });
    // 30,000 calls of 4.2 s with 2 GB.
    expect(find(bill, 'lambda time')?.amount).toBeCloseTo(252_000, 3);
    expect(find(bill, 'lambda requests')?.usd).toBeCloseTo(0.006, 6);
  });

  test('counts an alarm once for each metric that it watches', () => {
    const metric = { MetricStat: { Period: 60 } };
    const bill = priced({
      Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors', Period: 60 } },
      Ratio: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: 'a/b' }, metric, metric] } },
      Band: { Type: 'AWS::CloudWatch::Alarm', Properties: { ThresholdMetricId: 'band', Metrics: [metric] } },
    });
    expect(find(bill, 'alarms')).toMatchObject({ amount: 6, idleUsd: expect.closeTo(0.6, 10) });
  });

  test('prices a firewall by its rules and its requests', () => {
    const bill = priced({ Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}, {}] } } });
    expect(bill.idleUsd).toBeCloseTo(9, 10);
    expect(find(bill, 'firewall requests')?.usd).toBeCloseTo(0.06, 10);
  });

  test('shows the free tier apart, once for each meter', () => {
    const alarms = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`A${at}`, { Type: 'AWS::CloudWatch::Alarm', Properties: {} }]),
    );
    const bill = priced(alarms, { requests: 0, jobs: 0 });
    expect(bill.idleUsd).toBeCloseTo(1.2, 10);
    expect(bill.freeTier.idleUsd).toBeCloseTo(1, 10);
  });

  test('refuses an instance type that the price is not of', () => {
    const variant = { InitialInstanceCount: 1, InstanceType: 'ml.g6.xlarge' };
    expect(() =>
      priced({ Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ProductionVariants: [variant] } } }),
    ).toThrow('No price is known for ml.g6.xlarge');
  });

  test('says in its report what it comes to, and that prices are of us-east-1', () => {
    const text = report(estimate(full, DEMAND));
    expect(text).toContain('List prices of us-east-1; most of those of eu-west-1 are up to a fifth higher.');
    expect(text).toMatch(/One request: 0\.\d{5} USD; promised is less than 0\.01/);
    expect(text).toMatch(/reads resumes +[\d,]+ eu\.anthropic\.claude-haiku-5-5/);
  });

  test('fits a terminal of 80 columns', () => {
    const lines = [dev, prod, full].flatMap((stacks) => report(estimate(stacks, DEMAND)).split('\n'));

    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('price list', () => {
  test('has a page, a day and a unit for each price', () => {
    for (const [meter, { usd, unit, page, asOf }] of Object.entries<Price>(prices)) {
      expect({ meter, usd: usd > 0, unit, page, asOf }).toEqual({
        meter,
        usd: true,
        unit: expect.stringMatching(/./),
        page: expect.stringMatching(/^[a-z0-9/-]+$/),
        asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
    }
  });

  test('says why for each type that costs nothing', () => {
    for (const reason of Object.values(freeTypes)) expect(reason.length).toBeGreaterThan(10);
  });
});
