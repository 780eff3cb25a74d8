/** Web ACLs: what WAF refuses, and what would turn resumes away. */
import type { Place, Resource } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const ACL = 'AWS::WAFv2::WebACL';
const CORE_RULES = 'AWSManagedRulesCommonRuleSet';

/** Rules of the core set that judge a body, and would turn resumes away. Source: WAF developer guide, baseline rule groups. */
const BODY_RULES = ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericRFI_BODY'];

/** Groups of AWS that the app may use. Source: WAF developer guide, AWS managed rule groups. */
const GROUPS = [
  CORE_RULES,
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesAnonymousIpList',
  'AWSManagedRulesAdminProtectionRuleSet',
  'AWSManagedRulesSQLiRuleSet',
  'AWSManagedRulesLinuxRuleSet',
  'AWSManagedRulesUnixRuleSet',
  'AWSManagedRulesBotControlRuleSet',
];

/** Statements inside a statement that joins, negates or narrows. */
function* statements(statement: Place): Iterable<Place> {
  yield statement;
  for (const path of [
    'AndStatement.Statements',
    'OrStatement.Statements',
    'NotStatement.Statement',
    'RateBasedStatement.ScopeDownStatement',
    'ManagedRuleGroupStatement.ScopeDownStatement',
  ]) {
    for (const inner of statement.get(path).items) yield* statements(inner);
  }
}

const rulesOf = (acl: Resource) => acl.get('Rules').items;

export const waf: readonly Rule[] = [
  {
    id: 'OPS-801',
    title: 'Web ACL of the wrong scope',
    why: 'WAF refuses CLOUDFRONT outside us-east-1, and never joins such an ACL to an API.',
    fix: 'set Scope: REGIONAL for a REST API.',
    source: 'WAF API reference, CreateWebACL, AssociateWebACL',
    *check(cloud) {
      for (const acl of cloud.all(ACL)) {
        const scope = acl.get('Scope');
        const associated = cloud
          .all('AWS::WAFv2::WebACLAssociation')
          .some((one) => cloud.named(one.get('WebACLArn').value).includes(acl));
        if (scope.text === 'CLOUDFRONT' && (associated || acl.region !== 'us-east-1'))
          yield fault(scope, `CLOUDFRONT in ${acl.region}`);
      }
    },
  },
  {
    id: 'OPS-802',
    title: 'Rule with the wrong kind of action',
    why: 'WAF refuses it: a rule group takes OverrideAction, every other statement takes Action, and no rule takes both.',
    fix: 'give managed groups OverrideAction: {None: {}} and other rules Action.',
    source: 'WAF API reference, Rule',
    check: each(ACL, function* (acl) {
      for (const rule of rulesOf(acl)) {
        const isGroup = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'].some(
          (kind) => rule.get(`Statement.${kind}`).exists,
        );
        const [wanted, other] = isGroup ? ['OverrideAction', 'Action'] : ['Action', 'OverrideAction'];
        if (rule.get(other).exists) yield fault(rule.get(other), `${other} on "${rule.get('Name').text}"`);
        else if (!rule.get(wanted).exists) yield fault(rule.get(wanted), `no ${wanted} on "${rule.get('Name').text}"`);
      }
    }),
  },
  {
    id: 'OPS-803',
    title: 'Log destination with a name that WAF does not take',
    why: 'WAF refuses it: "The ARN isn\'t valid"; the name of the log group, stream or bucket must begin with aws-waf-logs-.',
    fix: 'name the log group aws-waf-logs- and the stage.',
    source: 'WAF developer guide, logging destinations',
    check: each('AWS::WAFv2::LoggingConfiguration', function* (logging, cloud) {
      for (const at of logging.get('LogDestinationConfigs').items) {
        const owner = cloud.find(at.text, 'AWS::Logs::LogGroup', 'AWS::S3::Bucket');
        const name = owner === undefined ? (at.text ?? '') : (cloud.nameOf(owner) ?? '');
        if (!/(^|[:/])aws-waf-logs-/.test(name)) yield fault(at, name === '' ? 'a generated name' : `"${name}"`);
      }
    }),
  },
  {
    id: 'OPS-804',
    title: 'Web ACL joined to a stage that may not be there yet',
    why: 'WAF refuses it: WAFNonexistentItemException, whenever the association happens to be made first.',
    fix: 'build ResourceArn from a reference to the stage (stage.stageArn), or add a dependency on the stage.',
    source: 'WAF API reference, AssociateWebACL',
    check: each('AWS::WAFv2::WebACLAssociation', function* (association, cloud) {
      const at = association.get('ResourceArn');
      if (!/\/stages\//.test(at.text ?? '')) return;
      const stages = cloud.all('AWS::ApiGateway::Stage').filter((stage) => {
        const apis = cloud.named(stage.get('RestApiId').value);
        return cloud.named(at.text).some((named) => named === stage || apis.includes(named));
      });
      if (stages.length > 0 && !stages.some((stage) => cloud.after(association, stage)))
        yield fault(at, 'it does not wait for the stage');
    }),
  },
  {
    id: 'OPS-805',
    title: 'Two rules with one priority or one name',
    why: 'WAF refuses it: WAFDuplicateItemException.',
    fix: 'number the rules of an ACL without repetition, and name each differently.',
    source: 'WAF API reference, Rule',
    check: each(ACL, function* (acl) {
      for (const property of ['Priority', 'Name']) {
        const seen = new Set<unknown>();
        for (const rule of rulesOf(acl)) {
          const at = rule.get(property);
          if (seen.has(at.value)) yield fault(at, `${property} ${String(at.value)} twice`);
          seen.add(at.value);
        }
      }
    }),
  },
  {
    id: 'OPS-806',
    title: 'Rate rule with a limit or a window that WAF does not have',
    why: 'WAF refuses it: the limit is 10 to 2,000,000,000, the window 60, 120, 300 or 600 s; a forwarded address needs to know its header.',
    fix: 'correct Limit and EvaluationWindowSec; set ForwardedIPConfig where AggregateKeyType is FORWARDED_IP.',
    source: 'WAF API reference, RateBasedStatement',
    check: each(ACL, function* (acl) {
      for (const statement of rulesOf(acl).flatMap((rule) => [...statements(rule.get('Statement'))])) {
        const rate = statement.get('RateBasedStatement');
        if (!rate.exists) continue;
        const limit = rate.get('Limit');
        if ((limit.number ?? 0) < 10 || (limit.number ?? 0) > 2e9)
          yield fault(limit, `a limit of ${limit.number ?? 'nothing'}`);
        const window = rate.get('EvaluationWindowSec');
        if (window.exists && ![60, 120, 300, 600].includes(window.number ?? 0))
          yield fault(window, `${window.number} s`);
        const key = rate.get('AggregateKeyType');
        if (key.text === 'FORWARDED_IP' && !rate.get('ForwardedIPConfig').exists)
          yield fault(key, 'no ForwardedIPConfig');
      }
    }),
  },
  {
    id: 'OPS-807',
    title: 'Core rule set that blocks resumes',
    why: 'Its body rules answer 403 to any body above 8 KB and to much that stands in resumes; users see it, no deployment does.',
    fix: `override ${BODY_RULES.join(', ')} to Count.`,
    source: 'WAF developer guide, baseline rule groups',
    check: each(ACL, function* (acl) {
      for (const group of rulesOf(acl).map((rule) => rule.get('Statement.ManagedRuleGroupStatement'))) {
        if (group.get('Name').text !== CORE_RULES) continue;
        const overrides = group.get('RuleActionOverrides');
        const counted = overrides.items
          .filter((override) => override.get('ActionToUse.Count').exists)
          .map((override) => override.get('Name').text);
        const excluded = group.get('ExcludedRules').items.map((rule) => rule.get('Name').text);
        const left = BODY_RULES.filter((name) => ![...counted, ...excluded].includes(name));
        if (left.length > 0) yield fault(overrides, `${left.join(', ')} still block`);
      }
    }),
  },
  {
    id: 'OPS-808',
    title: 'Managed rule group that does not exist',
    why: 'WAF refuses it: WAFNonexistentItemException; a misspelt override inside a group is silently ignored.',
    fix: 'spell it as the list of AWS managed rule groups does; add a new one to lib/rules/waf.ts.',
    source: 'WAF developer guide, AWS managed rule groups',
    check: each(ACL, function* (acl) {
      for (const rule of rulesOf(acl)) {
        const group = rule.get('Statement.ManagedRuleGroupStatement');
        const name = group.get('Name');
        if (
          group.get('VendorName').text === 'AWS' &&
          isLiteral(name.text ?? '‹') &&
          !GROUPS.includes(name.text ?? '')
        ) {
          yield fault(name, `"${name.text}"`);
        }
      }
    }),
  },
];
