/** The stacks of one stage, each leaning only on those before it. */
import { type App, type Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { COST_REGION, CostStack } from './cost-stack';
import { DataStack } from './data-stack';
import { FoundationStack } from './foundation-stack';
import { ServiceStack } from './service-stack';
import type { StageConfig } from './stages';

/** @returns the stacks by their short name */
export function talentMatch(app: App, config: StageConfig) {
  const name = (part: string) => `TalentMatch-${config.stage}-${part}`;
  const props = (part: string, region = config.region): StackProps & { config: StageConfig } => ({
    config,
    stackName: name(part),
    description: `Talent Match ${config.stage}: ${part}`,
    env: { region, ...(config.account !== undefined && { account: config.account }) },
    tags: { application: 'talent-match', stage: config.stage, component: part },
  });

  const foundation = new FoundationStack(app, name('foundation'), props('foundation'));
  const data = new DataStack(app, name('data'), { ...props('data'), foundation });
  const service = new ServiceStack(app, name('service'), { ...props('service'), foundation, data });
  const cost = new CostStack(app, name('cost'), { ...props('cost', COST_REGION), service });
  return tagged({ foundation, data, service, cost });
}

/** CloudFormation hands the tags of a stack on to most types, not to all; so each resource carries them in its template. */
function tagged<Stacks extends Readonly<Record<string, Stack>>>(stacks: Stacks): Stacks {
  for (const stack of Object.values(stacks)) {
    for (const [key, value] of Object.entries(stack.tags.tagValues())) Tags.of(stack).add(key, value);
  }
  return stacks;
}
