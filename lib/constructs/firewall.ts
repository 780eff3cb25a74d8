/** The web application firewall: stops floods and known attacks, and lets resumes through, whatever is written in them. */
import { Aws, Fn, RemovalPolicy } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';
import { firewallRules } from './firewall-rules';

export interface FirewallProps {
  api: RestApi;
  config: StageConfig;
  logKey: IKey | undefined;
}

/** Headers that tell who asks. */
const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token', 'x-session-id'];

export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { api, config, logKey }: FirewallProps) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      description: `Talent Match ${config.stage}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(firewallMetric(config)),
      rules: firewallRules(config.wafRatePer5Minutes).map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visibility(rule.name),
      })),
      // What is read of a body without a fee. Larger bodies come only to the routes whose body rules but count.
      associationConfig: { requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_16' } } },
      // A match quotes the text that matched, which may be a resume's; a sample quotes headers.
      dataProtectionConfig: {
        dataProtections: [
          { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
          { field: { fieldType: 'QUERY_STRING' }, action: 'SUBSTITUTION' },
          { field: { fieldType: 'SINGLE_HEADER', fieldKeys: SECRET_HEADERS }, action: 'SUBSTITUTION' },
        ],
      },
    });
    this.log(acl, config, logKey);
    const association = new CfnWebACLAssociation(this, 'Association', {
      webAclArn: acl.attrArn,
      resourceArn: api.deploymentStage.stageArn,
    });
    association.node.addDependency(api.deploymentStage);
  }

  /** Only what a rule caught: every request is in the access log. */
  private log(acl: CfnWebACL, config: StageConfig, key: IKey | undefined): void {
    const group = new LogGroup(this, 'Log', {
      // WAF takes no group whose name begins otherwise. The stack's id keeps it apart from one that was retained.
      logGroupName: `aws-waf-logs-talent-match-${config.stage}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(key !== undefined && { encryptionKey: key }),
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${group.logGroupName}`,
      ],
      redactedFields: [...SECRET_HEADERS.map((Name) => ({ singleHeader: { Name } })), { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
          },
        ],
      },
    });
  }
}

/** The firewall in the metrics of WAF; with the stage, as those of two stages in one region would be one. */
export function firewallMetric({ stage }: StageConfig): string {
  return `talent-match-${stage}`;
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
