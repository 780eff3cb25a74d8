import { Match, type Template } from 'aws-cdk-lib/assertions';
import { allRoutes } from '../../lambdas/http/routes';
import { firewallRules, textPaths, textRoutes } from '../../lib/constructs/firewall-rules';
import { templatesOf } from '../support/templates';

let dev: Template;
let prod: Template;
beforeAll(() => {
  dev = templatesOf({}).of('service');
  prod = templatesOf({
    stage: 'prod',
    account: '111111111111',
    region: 'eu-west-1',
    alarmEmail: 'oncall@example.com',
    wafRatePer5Minutes: '1500',
  }).of('service');
}, 300_000);

describe('Firewall', () => {
  it('stands in front of the stage, where the stage has one', () => {
    dev.resourceCountIs('AWS::WAFv2::WebACL', 0);
    const association = Object.values(prod.findResources('AWS::WAFv2::WebACLAssociation'))[0];
    const [stage] = Object.keys(prod.findResources('AWS::ApiGateway::Stage'));
    expect(association?.DependsOn).toContain(stage);
    expect(JSON.stringify(association?.Properties.ResourceArn)).toContain('arn:aws:apigateway:eu-west-1::/restapis/');
  });

  it('has its rules in order, each with an action that fits its kind', () => {
    const [acl] = Object.values(prod.findResources('AWS::WAFv2::WebACL'));
    expect(acl?.Properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    const rules = acl?.Properties.Rules as {
      Name: string;
      Priority: number;
      Statement: object;
      OverrideAction?: object;
    }[];
    expect(rules.map(({ Name, Priority }) => [Priority, Name])).toEqual([
      [0, 'too-many-requests'],
      [1, 'addresses-of-ill-repute'],
      [2, 'core-rule-set'],
      [3, 'known-bad-inputs'],
      [4, 'attacks-in-other-bodies'],
    ]);
    for (const { Statement, OverrideAction } of rules) {
      expect(OverrideAction !== undefined).toBe('ManagedRuleGroupStatement' in Statement);
    }
    expect(rules[0]?.Statement).toEqual({
      RateBasedStatement: { AggregateKeyType: 'IP', Limit: 1500, EvaluationWindowSec: 300 },
    });
  });

  it('lets its log take nothing of a body, a query or a token', () => {
    prod.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: Match.arrayWith([{ SingleHeader: { Name: 'authorization' } }, { QueryString: {} }]),
      LoggingFilter: Match.objectLike({ DefaultBehavior: 'DROP' }),
    });
    prod.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: {
        DataProtections: Match.arrayWith([{ Field: { FieldType: 'BODY' }, Action: 'SUBSTITUTION' }]),
      },
    });
    prod.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', Match.arrayWith(['aws-waf-logs-talent-match-prod-'])] },
      RetentionInDays: 365,
      KmsKeyId: Match.anyValue(),
    });
  });
});

describe('the rules that read bodies', () => {
  const rules = firewallRules(2_000);
  const counted = rules.flatMap((rule) => {
    const { managedRuleGroupStatement: group } = rule.statement as {
      managedRuleGroupStatement?: { ruleActionOverrides: { name: string; actionToUse: object }[] };
    };
    return group?.ruleActionOverrides ?? [];
  });

  it('only count by themselves', () => {
    expect(counted.length).toBeGreaterThan(5);
    for (const { name, actionToUse } of counted)
      expect([name, actionToUse]).toEqual([expect.stringMatching(/_BODY$/), { count: {} }]);
  });

  it('block by their labels, each of them, where no resume comes in', () => {
    const last = JSON.stringify(rules.at(-1));
    for (const { name } of counted) expect(last).toContain(`:${name.replace(/_BODY$/, '_Body')}"`);
  });

  const matches = (path: string) => new RegExp(textPaths).test(path);

  it('let through what people wrote, on every route that takes it, with and without the stage in the path', () => {
    expect(textRoutes.map(({ operationId }) => operationId).sort()).toEqual(
      [
        'compare',
        'embed',
        'expandQuery',
        'explainMatch',
        'giveFeedback',
        'matchCandidates',
        'matchJobs',
        'parseResume',
        'putJob',
        'putJobsBatch',
      ].sort(),
    );
    for (const { path } of textRoutes) {
      const called = path.replace('{id}', 'nurse-1');
      expect([matches(called), matches(`/prod${called}`)]).toEqual([true, true]);
    }
  });

  it.each([
    '/v1/uploads',
    '/v1/webhooks',
    '/v1/resumes/batch',
    '/v1/health',
    '/v1/jobs',
    '/',
    '/wp-login.php',
    '/v1/matches/x',
    '/v1/resumes/res_1',
  ])('block on %s', (path) => {
    expect(matches(path)).toBe(false);
  });

  it('are described by a pattern that WAF takes', () => {
    // Source: AWS WAF quotas, characters in a regex string.
    expect(textPaths.length).toBeLessThanOrEqual(512);
    expect(allRoutes.length).toBeGreaterThan(textRoutes.length);
  });
});
