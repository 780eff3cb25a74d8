import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { agreementFields } from '../../lambdas/domain/agreement';
import { capabilities } from '../../lambdas/domain/arm';
import { alarmKinds } from '../../lib/constructs/alarm-kinds';
import { CUSTOM_METRIC_USD, customMetrics } from '../../lib/custom-metrics';
import { functions, operationalFunctions } from '../../lib/functions';
import { objectives } from '../../lib/objectives';
import { stageConfig } from '../../lib/stages';
import { alarmFaults, alarmsOf, headingsOf, publishFaults } from '../support/alarm-checks';
import { everything } from '../support/contexts';
import { type Templates, templatesOf } from '../support/templates';
import { flat, type Widget, watchedMetrics, widgetsOf } from '../support/watched-metrics';

const dev = { account: '111111111111', region: 'eu-west-1' };
const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
/** Dashboards that an account has for nothing take this many metrics; so does the number of alarm metrics. Source: CloudWatch prices. */
const FREE_METRICS_A_DASHBOARD = 50;
const FREE_ALARM_METRICS = 10;
/** Of our own: 230 of which a stage with one arm can send, and what compares two arms, request by request and field by field. */
const MOST_METRICS = 350;

const keyOf = (name: string, dimensions: object) => JSON.stringify([name, Object.entries(dimensions).sort()]);

const distinct = (watched: { namespace: string; name: string; dimensions: object }[]) =>
  new Set(watched.map(({ namespace, name, dimensions }) => JSON.stringify([namespace, name, dimensions])));

function alarmMetrics(template: Template): number {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).reduce((sum, { Properties }) => {
    const queries = (Properties.Metrics ?? [{ MetricStat: {} }]) as { MetricStat?: object }[];
    return sum + queries.filter((query) => query.MetricStat !== undefined).length;
  }, 0);
}

describe('the observability stack', () => {
  let few: Templates;
  let all: Templates;
  let small: Template;
  let full: Template;
  let dashboards: Record<string, Widget[]>;

  beforeAll(() => {
    few = templatesOf(dev);
    all = templatesOf({ ...everything, bedrockTokensPerMinute: '200000' });
    small = few.of('observability');
    full = all.of('observability');
    dashboards = widgetsOf(full);
  }, 300_000);

  describe('alarms', () => {
    it('each have a description, an explicit handling of missing data, an action and a section in the runbook', () => {
      for (const templates of [few, all]) {
        expect(
          alarmFaults(
            templates.parts.map((part) => templates.of(part)),
            runbook,
          ),
        ).toEqual([]);
      }
      expect(alarmsOf(full).length).toBeGreaterThan(60);
    });

    it.each([
      ['no description', { AlarmDescription: '' }, 'no description'],
      ['no word on missing data', { TreatMissingData: undefined }, 'missing data'],
      ['nobody to tell', { AlarmActions: undefined }, 'tells nobody'],
      ['a heading that the runbook lacks', { AlarmDescription: 'x docs/runbook.md#planted' }, 'no section "planted"'],
    ])('would be found out with %s', (_, planted, fault) => {
      const alarm = {
        AlarmName: 'a',
        AlarmDescription: 'x docs/runbook.md#flags',
        TreatMissingData: 'ignore',
        AlarmActions: ['t'],
      };
      const template = {
        Resources: { Planted: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...alarm, ...planted } } },
      };

      expect(alarmFaults([Template.fromJSON(template)], runbook).join()).toContain(fault);
    });

    it('publish to a topic whose policy and key let CloudWatch in', () => {
      for (const templates of [few, all]) {
        const { checked, faults } = publishFaults(templates);

        expect(faults).toEqual([]);
        expect(checked).toBeGreaterThan(4);
      }
    });

    it.each([
      ['the policy of the topic', 'AWS::SNS::TopicPolicy'],
      ['the policy of the key', 'AWS::KMS::Key'],
    ])('would be found out where %s leaves CloudWatch out', (_, type) => {
      const without: Templates = {
        ...few,
        of: (part) => {
          const text = JSON.stringify(few.of(part).toJSON(), (_key, value) =>
            value?.Type === type ? JSON.parse(JSON.stringify(value).replaceAll('cloudwatch.', 'nobody.')) : value,
          );
          return Template.fromJSON(JSON.parse(text));
        },
      };

      expect(publishFaults(without).faults.length).toBeGreaterThan(0);
    });

    it('say stage and severity in a name of their own', () => {
      const names = alarmsOf(full).map(({ properties }) => flat(properties.AlarmName));

      expect(names.filter((name) => !/^talent-match-prod-(page|ticket)-/.test(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    });

    it('are of every kind there is, in one stage or the other', () => {
      const names = [...alarmsOf(full), ...alarmsOf(small)].map(({ properties }) => flat(properties.AlarmName));
      const unused = Object.keys(alarmKinds).filter((kind) => !names.some((name) => name.includes(`-${kind}`)));

      // Only a stage whose users are real expects requests all day; `everything` is one.
      expect(unused).toEqual([]);
    });

    it('wake somebody once for what users suffer, and say when it is over', () => {
      const page = alarmsOf(full).find(({ properties }) => flat(properties.AlarmName).endsWith('service-degraded'));
      const children = alarmsOf(full).filter(({ properties }) =>
        /page-(availability|latency|no-(text|vector)-model)/.test(flat(properties.AlarmName)),
      );

      expect(page?.properties.OKActions).toHaveLength(1);
      expect(children.length).toBeGreaterThan(9);
      for (const { properties } of children) expect(properties.AlarmActions ?? []).toEqual([]);
    });

    it('watch the objectives over a long and a short window, with a floor under the traffic', () => {
      for (const [window, factor] of [
        ['availability-fast-burn-60-minutes', 14.4],
        ['availability-fast-burn-5-minutes', 14.4],
        ['availability-slow-burn-360-minutes', 6],
        ['latency-steady-burn-1440-minutes', 3],
      ] as const) {
        const alarm = alarmsOf(full).find(({ properties }) => flat(properties.AlarmName).endsWith(window));

        expect(alarm?.properties).toMatchObject({ Threshold: factor, ComparisonOperator: 'GreaterThanThreshold' });
        expect(JSON.stringify(alarm?.properties.Metrics)).toMatch(/IF\(\w+ >= 20,/);
      }
    });

    it('go off for the hourly spend at a rate that would use up the month in three days', () => {
      const [alarm] = alarmsOf(full).filter(({ properties }) => /spend-per-hour/.test(flat(properties.AlarmName)));

      expect(alarm?.properties.Threshold).toBe(Number((stageConfig(everything).budgetUsd / 72).toFixed(2)));
    });

    it.each([
      ['arm-failing-parse', 'GreaterThanThreshold', 10, /IF\(\w+ >= 20, IF\(SUM\(\[.*\]\) - \w+ <= 0\.1, 100 \* /],
      ['arms-disagree', 'LessThanThreshold', 0.7, /IF\(\w+ >= 20, \w+, 1\)/],
      ['user-rating-aws', 'LessThanThreshold', 4.5, /IF\(SUM\(.*\) >= 20, SUM\(.*\) \/ SUM\(.*\), 4\.5\)/],
    ])('of the migration judge no arm by a few requests: %s', (name, ComparisonOperator, Threshold, expression) => {
      const alarm = alarmsOf(full).find(({ properties }) => flat(properties.AlarmName).endsWith(`-ticket-${name}`));

      expect(alarm?.properties).toMatchObject({ ComparisonOperator, Threshold, TreatMissingData: 'notBreaching' });
      expect(JSON.stringify(alarm?.properties.Metrics)).toMatch(expression);
    });

    it('tell of a rollout that went back at once, and of one that stands still after a day', () => {
      const of = (name: string) =>
        alarmsOf(full).find(({ properties }) => flat(properties.AlarmName).endsWith(name))?.properties;

      expect(of('rollout-rolled-back')).toMatchObject({ EvaluationPeriods: 1, Period: 300, Statistic: 'Sum' });
      expect(of('rollout-held')).toMatchObject({ EvaluationPeriods: 24, Period: 3_600, Statistic: 'Minimum' });
    });

    it('take no more metrics than CloudWatch lets an alarm have', () => {
      const queries = alarmsOf(full).map(({ id, properties }) => ({ id, count: (properties.Metrics ?? []).length }));

      expect(queries.filter(({ count }) => count > 10)).toEqual([]);
    });

    it('point with their first check at widgets that there are', () => {
      const titles = (name: string) =>
        (dashboards[name === '' ? 'talent-match-prod' : `talent-match-prod-${name}`] ?? []).map(
          ({ properties }) => properties.title ?? '',
        );
      const lost = Object.values(alarmKinds).flatMap(({ check }) =>
        [...check.matchAll(/(?:dashboard (\w+)|the overview dashboard), "([^"]+)"(?: and "([^"]+)")?/g)].flatMap(
          ([, name = '', ...quoted]) =>
            quoted.filter((quote) => quote !== undefined && !titles(name).some((title) => title.startsWith(quote))),
        ),
      );

      expect(lost).toEqual([]);
      expect(Object.values(alarmKinds).filter(({ check }) => check.includes('dashboard')).length).toBeGreaterThan(10);
    });
  });

  describe('dashboards', () => {
    it('are one overview in dev, and six where the stage has them all', () => {
      expect(Object.keys(widgetsOf(small))).toEqual(['talent-match-dev']);
      expect(Object.keys(dashboards).sort()).toEqual(
        ['', '-cost', '-data', '-migration', '-providers', '-quality'].map((part) => `talent-match-prod${part}`),
      );
    });

    it('answer on one screen whether users are well served', () => {
      const screen = (dashboards['talent-match-prod'] ?? []).filter(({ type }) => type !== 'log');
      const titles = screen.map(({ properties }) => properties.title ?? properties.markdown ?? '').join('\n');

      expect(Math.max(...screen.map(({ y, height }) => y + height))).toBeLessThanOrEqual(22);
      for (const part of [/Alarms/, /allowed errors/, /Time to the answer/, /by route/, /models/, /fallback/, /Cost/]) {
        expect(titles).toMatch(part);
      }
      expect(titles).toContain(`${objectives.availabilityPercent} % available`);
      expect(titles).toContain('runbook.md#how-to-use-this-book');
    });

    it('have no widget without a title, a labelled axis and something to show', () => {
      const bare = Object.entries(dashboards).flatMap(([name, widgets]) =>
        widgets.filter(isBare).map((widget) => `${name}: ${widget.properties.title ?? widget.type}`),
      );

      expect(bare).toEqual([]);
    });

    it('show no metric of ours that a stage cannot send', () => {
      const possible = new Set(customMetrics(stageConfig(dev)).map(({ name, dimensions }) => keyOf(name, dimensions)));
      const ours = watchedMetrics(small).filter(({ namespace }) => namespace === 'TalentMatch');

      expect(ours.filter(({ name, dimensions }) => !possible.has(keyOf(name, dimensions)))).toEqual([]);
      expect(ours.length).toBeGreaterThan(40);
    });

    it('answer side by side for both arms whether more users may be moved', () => {
      const widgets = dashboards['talent-match-prod-migration'] ?? [];
      const titled = (title: string) => widgets.filter(({ properties }) => properties.title === title);
      const armsIn = ({ properties }: Widget) =>
        (properties.metrics ?? []).flatMap((line) => {
          const at = line.indexOf('arm');
          return at < 0 ? [] : [line[at + 1]];
        });

      for (const capability of capabilities) {
        for (const question of ['Failures', 'Slowest answers (p95)', 'Cost of a request', 'Requests']) {
          const [widget] = titled(`${question}: ${capability}`);
          expect({ capability, question, arms: widget && armsIn(widget).sort() }).toEqual({
            capability,
            question,
            arms: ['aws', 'current'],
          });
        }
      }
      const compared = widgets.filter(({ properties }) => properties.title?.startsWith('Agreement: '));
      expect(compared.map(({ properties }) => properties.metrics?.length)).toEqual(
        capabilities.map((name) => agreementFields[name].length).flatMap((count) => (count === 0 ? [] : [count + 1])),
      );
      expect(JSON.stringify(titled('Share of the AWS arm'))).toMatch(/RolloutPercentage.*ArmDuration.*AnswersOnAws/);
      expect(JSON.stringify(titled('Ratings of both arms'))).toContain(`"value":${objectives.ratingLeast}`);
      expect(JSON.stringify(titled('What the guard did'))).toMatch(/RolloutStepped.*RolloutRolledBack.*RolloutHeld/);
    });

    it('have none on the migration where there is nowhere to move users to', () => {
      const oneArm = templatesOf({ ...everything, openAi: 'none', huggingFace: 'none' }).of('observability');

      expect(Object.keys(widgetsOf(oneArm))).not.toContain('talent-match-prod-migration');
      const kinds = alarmsOf(oneArm).map(({ properties }) => flat(properties.AlarmName));
      expect(kinds.filter((name) => /ticket-(arm|rollout|shadow)/.test(name))).toEqual([]);
      expect(kinds.filter((name) => /user-rating/.test(name))).toEqual(['talent-match-prod-ticket-user-rating-aws']);
    });

    it('fill their rows without gaps and overlaps', () => {
      for (const widgets of Object.values(dashboards)) {
        for (const y of new Set(widgets.map((widget) => widget.y))) {
          const row = widgets.filter((widget) => widget.y === y).sort((a, b) => a.x - b.x);
          const ends = row.map(({ x, width }) => x + width);

          expect(row.map(({ x }) => x)).toEqual([0, ...ends.slice(0, -1)]);
          expect(ends.at(-1)).toBe(24);
          expect(new Set(row.map(({ height }) => height)).size).toBe(1);
        }
      }
    });
  });

  describe('money', () => {
    it('is not asked of an account with one dev stage: dashboard and alarms are within what is free', () => {
      const shown = watchedMetrics(small).filter(({ where }) => where.startsWith('talent-match-dev'));

      expect(distinct(shown).size).toBeLessThanOrEqual(FREE_METRICS_A_DASHBOARD);
      expect(alarmMetrics(small)).toBeLessThanOrEqual(FREE_ALARM_METRICS);
      small.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
    });

    it.each([
      ['dev', dev],
      ['prod', { ...dev, stage: 'prod', alarmEmail: 'oncall@example.com' }],
    ])('for metrics of our own in %s has a ceiling, and the runbook says which, about', (stage, context) => {
      const count = customMetrics(stageConfig(context)).length;
      const usd = Math.ceil(count * CUSTOM_METRIC_USD);

      expect(count).toBeLessThanOrEqual(MOST_METRICS);
      const [, said, cost] = new RegExp(`\`${stage}\`\\D+(\\d+)(?: metrics\\s)?\\s*\\((\\d+) USD`).exec(runbook) ?? [];
      expect(Number(said) / count).toBeCloseTo(1, 1);
      expect(Number(cost) / usd).toBeCloseTo(1, 1);
    });
  });

  it('gets its metrics from functions that log at INFO in the JSON format, to groups of the standard class', () => {
    for (const part of all.parts) {
      const resources = Object.values(all.of(part).findResources('AWS::Lambda::Function'));
      for (const { Properties } of resources.filter(({ Properties }) => Properties.Environment?.Variables?.STAGE)) {
        expect(Properties.LoggingConfig).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO' });
      }
      for (const { Properties } of Object.values(all.of(part).findResources('AWS::Logs::LogGroup'))) {
        expect(Properties.LogGroupClass ?? 'STANDARD').toBe('STANDARD');
      }
    }
  });

  it('has a section of the runbook for every function', () => {
    const slugs = Object.keys({ ...functions, ...operationalFunctions });

    expect(slugs.filter((slug) => !headingsOf(runbook).has(slug))).toEqual([]);
  });
});

function isBare({ type, properties }: Widget): boolean {
  if (type === 'text') return (properties.markdown ?? '').length < 20;
  if ((properties.title ?? '') === '') return true;
  if (type === 'alarm') return (properties.alarms ?? []).length === 0;
  if (type === 'log') return (properties.query ?? '') === '';
  const labelled = properties.view === 'singleValue' || (properties.yAxis?.left?.label ?? '') !== '';
  return !labelled || (properties.metrics ?? []).length === 0;
}
