/** The stacks of one stage, each leaning only on those before it. */
import { type App, type Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { AuditStack } from './audit-stack';
import { BackfillStack } from './backfill-stack';
import { BackupCopiesStack } from './backup-copies-stack';
import { COST_REGION, CostStack } from './cost-stack';
import { DataStack } from './data-stack';
import { FoundationStack } from './foundation-stack';
import { ObservabilityStack } from './observability-stack';
import { PipelineStack } from './pipeline-stack';
import { RecoveryStack } from './recovery-stack';
import { ReplicaKeysStack } from './replica-keys-stack';
import { SageMakerStack } from './sagemaker-stack';
import { ServiceStack } from './service-stack';
import type { StageConfig } from './stages';

/**
 * @param given the context keys that `config` was made from; the pipeline deploys with the same
 * @returns the stacks by their short name
 */
export function talentMatch(app: App, config: StageConfig, given: Readonly<Record<string, unknown>> = {}) {
  const name = (part: string) => `TalentMatch-${config.stage}-${part}`;
  const props = (part: string, region = config.region): StackProps & { config: StageConfig } => ({
    config,
    stackName: name(part),
    description: `Talent Match ${config.stage}: ${part}`,
    env: { region, ...(config.account !== undefined && { account: config.account }) },
    tags: { application: 'talent-match', stage: config.stage, component: part },
  });

  const foundation = new FoundationStack(app, name('foundation'), props('foundation'));
  const { replicaRegion, backupCopyRegion } = config;
  const replicaKeys =
    replicaRegion !== undefined && config.customerKeys
      ? new ReplicaKeysStack(app, name('replica-keys'), props('replica-keys', replicaRegion))
      : undefined;
  const data = new DataStack(app, name('data'), { ...props('data'), foundation, replicaKeys });
  const sageMaker =
    config.sageMaker === 'none'
      ? undefined
      : new SageMakerStack(app, name('sagemaker'), { ...props('sagemaker'), foundation });
  const service = new ServiceStack(app, name('service'), { ...props('service'), foundation, data, sageMaker });
  const observability = new ObservabilityStack(app, name('observability'), {
    ...props('observability'),
    foundation,
    data,
    service,
    sageMaker,
  });
  // One for the stage, in a region of its own: that of the second region would take the place of the one at home.
  const cost =
    config.homeRegion === undefined
      ? new CostStack(app, name('cost'), { ...props('cost', COST_REGION), service })
      : undefined;
  const copies =
    config.backups && backupCopyRegion !== undefined
      ? new BackupCopiesStack(app, name('backup-copies'), props('backup-copies', backupCopyRegion))
      : undefined;
  const recovery = config.backups
    ? new RecoveryStack(app, name('recovery'), { ...props('recovery'), foundation, data, copies })
    : undefined;
  const backfill = config.backfill
    ? new BackfillStack(app, name('backfill'), { ...props('backfill'), foundation, data, sageMaker })
    : undefined;
  const pipeline =
    config.pipelineConnectionArn === undefined
      ? undefined
      : new PipelineStack(app, name('pipeline'), {
          ...props('pipeline'),
          foundation,
          given: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)])),
        });
  const audit = config.audit ? new AuditStack(app, name('audit'), { ...props('audit'), foundation }) : undefined;
  return tagged({
    pipeline,
    foundation,
    data,
    sageMaker,
    service,
    observability,
    cost,
    replicaKeys,
    copies,
    recovery,
    backfill,
    audit,
  });
}

/** CloudFormation hands the tags of a stack on to most types, not to all; so each resource carries them in its template. */
function tagged<Stacks extends Readonly<Record<string, Stack | undefined>>>(stacks: Stacks): Stacks {
  for (const stack of Object.values(stacks)) {
    if (stack === undefined) continue;
    for (const [key, value] of Object.entries(stack.tags.tagValues())) Tags.of(stack).add(key, value);
  }
  return stacks;
}
