/** The cost stack: budget, anomalies, brake, and who may publish to its topic. */
import { type Resource, type SynthesisedStack, synthesise } from '../../ops/synthesise';

const WATCHED = {
  stage: 'prod',
  region: 'eu-west-1',
  alarmEmail: 'oncall@example.com',
  anomalyMonitor: 'true',
  budgetScope: 'stage',
};

type Properties = Readonly<Record<string, unknown>>;
const only = (stack: SynthesisedStack, type: string): Properties => {
  const found = Object.values(stack.resources).filter((resource) => resource.Type === type);
  expect(found).toHaveLength(1);
  return (found[0]?.Properties ?? {}) as Properties;
};
const costOf = (settings: Readonly<Record<string, unknown>>): SynthesisedStack => {
  const cost = synthesise(settings).stacks.find(({ part }) => part === 'cost');
  if (cost === undefined) throw new Error('There is no cost stack.');
  return cost;
};
const types = (stack: SynthesisedStack) => new Set(Object.values(stack.resources).map(({ Type }: Resource) => Type));

describe('cost stack', () => {
  let dev: SynthesisedStack;
  let prod: SynthesisedStack;
  beforeAll(() => {
    dev = costOf({});
    prod = costOf(WATCHED);
  });

  test('stands in us-east-1, whatever the region of the application', () => {
    expect(prod.region).toBe('us-east-1');
  });

  test('tells at five points, the most that a budget takes', () => {
    const notices = only(dev, 'AWS::Budgets::Budget').NotificationsWithSubscribers as readonly {
      Notification: { NotificationType: string; Threshold: number };
    }[];
    expect(
      notices.map(({ Notification: { NotificationType, Threshold } }) => `${NotificationType} ${Threshold}`),
    ).toEqual(['ACTUAL 50', 'ACTUAL 80', 'ACTUAL 100', 'FORECASTED 100', 'FORECASTED 120']);
  });

  test('counts the whole account, without a tag that nobody may have activated', () => {
    const { Budget } = only(dev, 'AWS::Budgets::Budget');
    expect(Budget).toEqual({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 20, Unit: 'USD' },
      CostTypes: { IncludeCredit: false, IncludeRefund: false },
    });
  });

  test('counts what carries the tags of the stage when asked to', () => {
    const { Budget } = only(prod, 'AWS::Budgets::Budget');
    expect(Budget).toMatchObject({
      FilterExpression: {
        And: [
          { Tags: { Key: 'application', Values: ['talent-match'] } },
          { Tags: { Key: 'stage', Values: ['prod'] } },
          { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } } },
        ],
      },
      Metrics: ['UnblendedCost'],
    });
    // The service takes either kind of filter, not both.
    expect(Budget).not.toHaveProperty('CostTypes');
  });

  test('gives the budget no name, so that a change of its notices can replace it', () => {
    expect(only(prod, 'AWS::Budgets::Budget').Budget).not.toHaveProperty('BudgetName');
  });

  test('lets budgets and cost alerts publish, of this account only', () => {
    for (const stack of [dev, prod]) {
      expect(only(stack, 'AWS::SNS::TopicPolicy').PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: ['budgets.amazonaws.com', 'costalerts.amazonaws.com'] },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      });
    }
  });

  test('lets both use the key when the topic has one, and makes none for dev', () => {
    expect(only(prod, 'AWS::KMS::Key').KeyPolicy).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Principal: { Service: ['budgets.amazonaws.com', 'costalerts.amazonaws.com'] },
        }),
      ]),
    });
    expect(types(dev)).not.toContain('AWS::KMS::Key');
  });

  test('makes what publishes after the policy that lets it', () => {
    const policy = Object.entries(prod.resources).find(([, { Type }]) => Type === 'AWS::SNS::TopicPolicy')?.[0];
    for (const type of ['AWS::Budgets::Budget', 'AWS::Budgets::BudgetsAction', 'AWS::CE::AnomalySubscription']) {
      const [resource] = Object.values(prod.resources).filter(({ Type }) => Type === type);
      expect(resource).toMatchObject({ DependsOn: expect.arrayContaining([policy]) });
    }
  });

  test('watches a custom monitor on the application tag, as an account can have one for services only', () => {
    const monitor = only(prod, 'AWS::CE::AnomalyMonitor');
    expect(monitor.MonitorType).toBe('CUSTOM');
    expect(JSON.parse(String(monitor.MonitorSpecification))).toMatchObject({
      Tags: { Key: 'application', Values: ['talent-match'] },
    });
    expect(only(prod, 'AWS::CE::AnomalySubscription').Frequency).toBe('IMMEDIATE');
    expect(types(dev)).not.toContain('AWS::CE::AnomalyMonitor');
  });

  test('mails when there is an address', () => {
    expect(only(prod, 'AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email', Endpoint: 'oncall@example.com' });
    expect(types(dev)).not.toContain('AWS::SNS::Subscription');
  });

  describe('brake', () => {
    test('waits for a person, and is for those who call models alone', () => {
      const action = only(prod, 'AWS::Budgets::BudgetsAction');
      expect(action).toMatchObject({
        ApprovalModel: 'MANUAL',
        NotificationType: 'ACTUAL',
        ActionThreshold: { Type: 'PERCENTAGE', Value: 120 },
      });
      const { Roles } = (action.Definition as { IamActionDefinition: { Roles: readonly unknown[] } })
        .IamActionDefinition;
      expect(JSON.stringify(Roles)).toMatch(/parseresumeRole/);
      expect(JSON.stringify(Roles)).not.toMatch(/createuploadRole|jobsRole\w*Ref|metaRole/);
    });

    test('may attach one policy to those roles, and do nothing else', () => {
      const role = Object.entries(prod.resources).find(([id]) => id.startsWith('BrakeRole'))?.[1];
      const policies = role?.Properties?.Policies as { PolicyDocument: unknown }[] | undefined;
      const PolicyDocument = policies?.[0]?.PolicyDocument;
      expect(PolicyDocument).toMatchObject({
        Statement: [
          {
            Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
            Condition: { ArnEquals: { 'iam:PolicyARN': { Ref: expect.stringMatching(/^DenyModels/) } } },
          },
        ],
      });
      expect(JSON.stringify(PolicyDocument)).not.toContain('"*"');
    });

    test('is not there in dev', () => {
      expect(types(dev)).not.toContain('AWS::Budgets::BudgetsAction');
    });
  });
});
