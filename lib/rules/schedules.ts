/** What runs at a time or on an event, by a role of its own. */
import { roleMay } from './policies';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const EVENT_RULE = 'AWS::Events::Rule';

/** What a role needs in order to start a target. Source: EventBridge user guides, execution roles. */
const STARTS: Readonly<Record<string, string>> = {
  'AWS::CodeBuild::Project': 'codebuild:StartBuild',
  'AWS::CodePipeline::Pipeline': 'codepipeline:StartPipelineExecution',
  'AWS::Lambda::Alias': 'lambda:InvokeFunction',
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
  'AWS::SNS::Topic': 'sns:Publish',
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::StepFunctions::StateMachine': 'states:StartExecution',
};

/** One of day of the month and day of the week is `?`. Source: EventBridge Scheduler user guide, schedule types. */
const CRON = /^cron\(\S+ \S+ (\? \S+ (?!\?)\S+|(?!\?)\S+ \S+ \?) \S+\)$/;
const RATE = /^rate\((1 (minute|hour|day)s?|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/;
const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;

/** Runtimes of Synthetics. Source: CloudWatch user guide, Synthetics runtime versions, read 2026-11-22. */
const CANARY =
  /^syn-(nodejs-puppeteer-(9|1\d)\.\d|nodejs-playwright-\d\.\d|nodejs-\d\.\d|python-selenium-([4-9]|1\d)\.\d)$/;

export const schedules: readonly Rule[] = [
  {
    id: 'OPS-2101',
    title: 'Schedule or event whose role may not start its target',
    why: 'The time comes, the call is denied, and nobody is told.',
    fix: 'grant the role the start of the target, on its ARN (and ARN:* for aliases and versions).',
    source: 'EventBridge Scheduler user guide, execution role; EventBridge user guide, IAM roles for targets',
    *check(cloud) {
      const targets = [
        ...cloud.all(SCHEDULE).map((schedule) => schedule.get('Target')),
        ...cloud.all(EVENT_RULE).flatMap((rule) => rule.get('Targets').items),
      ];
      for (const target of targets) {
        const at = target.get('RoleArn');
        const role = cloud.find(at.text, 'AWS::IAM::Role');
        const started = cloud.find(target.get('Arn').text, ...Object.keys(STARTS));
        const action = STARTS[started?.type ?? ''];
        if (role !== undefined && action !== undefined && !roleMay(role, action, cloud))
          yield fault(at, `${role.id} may not ${action}`);
      }
    },
  },
  {
    id: 'OPS-2102',
    title: 'Schedule that is no schedule',
    why: 'EventBridge refuses it: "Parameter ScheduleExpression is not valid".',
    fix: 'write rate(5 minutes), rate(1 hour), or cron with six fields of which day of month or day of week is ?.',
    source: 'EventBridge Scheduler user guide, schedule types',
    check: each([SCHEDULE, EVENT_RULE], function* (schedule) {
      const at = schedule.get('ScheduleExpression');
      const kinds = schedule.type === SCHEDULE ? [CRON, RATE, AT] : [CRON, RATE];
      if (at.text !== undefined && isLiteral(at.text) && !kinds.some((kind) => kind.test(at.text ?? '')))
        yield fault(at, `"${at.text}"`);
    }),
  },
  {
    id: 'OPS-2103',
    title: 'Canary runtime that Synthetics does not have',
    why: 'Synthetics refuses it: the runtime is misspelt, or too old to be created.',
    fix: 'take the newest constant of synthetics.Runtime.',
    source: 'CloudWatch user guide, Synthetics runtime versions',
    check: each('AWS::Synthetics::Canary', function* (canary) {
      const runtime = canary.get('RuntimeVersion');
      if (!CANARY.test(runtime.text ?? '')) yield fault(runtime, `"${runtime.text ?? ''}"`);
    }),
  },
];
