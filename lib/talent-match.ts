/** The stacks of one stage, each leaning only on those before it. */
import type { App, StackProps } from 'aws-cdk-lib';
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
  return { foundation, data, service };
}
