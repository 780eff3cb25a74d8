/** The rules as a validation plugin of the CDK: `cdk synth` fails with the construct, the property and the fix. */
import { readFileSync } from 'node:fs';
import {
  CfnResource,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Cloud } from './cloud';
import { type Finding, findings, type Rule } from './rule';
import { rules as allRules } from './rules';
import type { StackTemplate, Template } from './template';

const NAME = 'Deploy Safety';
/** `Validations.of(construct).acknowledge({ id: 'Deploy-Safety::OPS-101', reason })` lets one finding pass. */
const PREFIX = 'Deploy-Safety::';

/** `Validations.of(app).addPlugins(new DeploySafety())` */
export class DeploySafety implements IPolicyValidationPlugin {
  readonly name = NAME;
  readonly ruleIds: string[];

  constructor(private readonly rules: readonly Rule[] = allRules) {
    this.ruleIds = rules.map(({ id }) => id);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const found = findings(this.rules, new Cloud(templates(context)));
    const violations = [...found.map(violation), ...idleAcknowledgements(context, found)];
    return { success: found.length === 0, violations };
  }
}

function templates({ stackTemplates, appConstruct }: IPolicyValidationContext): StackTemplate[] {
  return stackTemplates.map(({ stackConstructPath, templatePath, accountId, region }) => {
    const stack = appConstruct.node
      .findAll()
      .find((node) => Stack.isStack(node) && node.node.path === stackConstructPath);
    const known = Stack.isStack(stack) ? stack : undefined;
    return {
      name: known?.stackName ?? stackConstructPath,
      template: JSON.parse(readFileSync(templatePath, 'utf8')) as Template,
      path: templatePath,
      account: accountId,
      region,
      needs: known?.dependencies.map(({ stackName }) => stackName) ?? [],
    };
  });
}

function violation({ rule, at, said }: Finding): PolicyViolation {
  const { id, stack } = at.resource;
  return {
    ruleName: rule.id,
    description: `${at.path}: ${said}. ${rule.why}`,
    fix: rule.fix,
    severity: 'error',
    violatingResources: [
      { resourceLogicalId: id, locations: [at.path], ...(stack.path !== undefined && { templatePath: stack.path }) },
    ],
  };
}

/** An acknowledgement that lets nothing pass would hide the next finding: it is reported, as a warning. */
function idleAcknowledgements(
  { appConstruct }: IPolicyValidationContext,
  found: readonly Finding[],
): PolicyViolation[] {
  const paths = constructPaths(appConstruct);
  const places = found.map(({ rule, at: { resource } }) => {
    return `${PREFIX}${rule.id} ${paths.get(`${resource.stack.name}/${resource.id}`)}/`;
  });
  return appConstruct.node.findAll().flatMap((construct) =>
    acknowledged(construct)
      .filter((id) => !places.some((place) => place.startsWith(`${id} ${construct.node.path}/`)))
      .map((id) => ({
        ruleName: 'OPS-000',
        description: `The acknowledgement of ${id} has no effect: nothing at or below this construct is found under that id.`,
        fix: `Delete it; if it is meant, its id is ${PREFIX}OPS-… and it stands on the construct of the finding or above.`,
        severity: 'warning',
        violatingResources: [{ constructPath: construct.node.path, locations: [] }],
      })),
  );
}

/** Ids of our rules that are acknowledged on this very construct, also those written without our prefix. */
function acknowledged(construct: IConstruct): string[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data as Record<string, string>))
    .filter((id) => /(^|::)OPS-\d+$/.test(id));
}

function constructPaths(app: IConstruct): Map<string, string> {
  const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return new Map(
    resources.map((node) => [`${node.stack.stackName}/${node.stack.resolve(node.logicalId)}`, node.node.path]),
  );
}
