/** The firewall's rules in their order, as data. */
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { allRoutes } from '../../lambdas/http/routes';

/**
 * Rules that read bodies, by managed group, with the labels they leave. A resume is longer than 8 KB, has links, and a
 * security engineer's has attacks written out; so these only count, and the label decides where they block.
 * Source: AWS WAF developer guide, "Baseline rule groups".
 */
const BODY_RULES = {
  'core-rule-set': {
    SizeRestrictions_BODY: 'SizeRestrictions_Body',
    EC2MetaDataSSRF_BODY: 'EC2MetaDataSSRF_Body',
    GenericLFI_BODY: 'GenericLFI_Body',
    GenericRFI_BODY: 'GenericRFI_Body',
    CrossSiteScripting_BODY: 'CrossSiteScripting_Body',
  },
  'known-bad-inputs': {
    JavaDeserializationRCE_BODY: 'JavaDeserializationRCE_Body',
    Log4JRCE_BODY: 'Log4JRCE_Body',
    ReactJSRCE_BODY: 'ReactJSRCE_Body',
  },
} as const;

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/** Of what is sent to these nobody wrote a sentence: numbers, ids, and URLs, which had better be looked at. */
const WITHOUT_TEXT = new Set(['create-upload', 'operations', 'webhooks']);

/** Routes whose bodies hold what people wrote: resumes, jobs, search phrases. */
export const textRoutes = allRoutes.filter(({ request, slug }) => request !== null && !WITHOUT_TEXT.has(slug));

/** Ends of the paths of `textRoutes`, with or without the stage in front. */
export const textPaths = `/v1/(${[...new Set(textRoutes.map(({ path }) => pathPattern(path)))].join('|')})$`;

/** @param ratePer5Minutes requests of one address before it is blocked */
export function firewallRules(ratePer5Minutes: number): Rule[] {
  return [
    {
      name: 'too-many-requests',
      action: { block: {} },
      statement: {
        rateBasedStatement: { aggregateKeyType: 'IP', limit: ratePer5Minutes, evaluationWindowSec: 300 },
      },
    },
    managed('addresses-of-ill-repute', 'AWSManagedRulesAmazonIpReputationList'),
    managed('core-rule-set', 'AWSManagedRulesCommonRuleSet', BODY_RULES['core-rule-set']),
    managed('known-bad-inputs', 'AWSManagedRulesKnownBadInputsRuleSet', BODY_RULES['known-bad-inputs']),
    bodiesElsewhere(),
  ];
}

function managed(name: string, group: string, counted: Readonly<Record<string, string>> = {}): Rule {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: Object.keys(counted).map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

/** What the body rules caught on any other path. */
function bodiesElsewhere(): Rule {
  const labels = Object.entries(BODY_RULES).flatMap(([group, rules]) =>
    Object.values(rules).map((label) => `awswaf:managed:aws:${group}:${label}`),
  );
  return {
    name: 'attacks-in-other-bodies',
    action: { block: {} },
    statement: {
      andStatement: {
        statements: [
          { orStatement: { statements: labels.map((key) => ({ labelMatchStatement: { scope: 'LABEL', key } })) } },
          {
            notStatement: {
              statement: {
                regexMatchStatement: {
                  fieldToMatch: { uriPath: {} },
                  regexString: textPaths,
                  textTransformations: [{ priority: 0, type: 'NONE' }],
                },
              },
            },
          },
        ],
      },
    },
  };
}

function pathPattern(path: string): string {
  return path
    .slice('/v1/'.length)
    .replaceAll('.', '[.]')
    .replaceAll(/\{\w+\}/g, '[^/]+');
}
