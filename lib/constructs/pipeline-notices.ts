/** What people are told of a pipeline. */
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** A stage that failed, and an approval that is wanted, to the topic of the alarms. */
export function tellOf(scope: Construct, pipeline: Pipeline, alarmTopic: ITopic): void {
  const detail = { pipeline: [pipeline.pipelineName] };
  const to = (text: string) => new SnsTopic(alarmTopic, { message: RuleTargetInput.fromText(text) });
  new Rule(scope, 'Failed', {
    eventPattern: {
      source: ['aws.codepipeline'],
      detailType: ['CodePipeline Stage Execution State Change'],
      detail: { ...detail, state: ['FAILED'] },
    },
    targets: [
      to(
        `The stage ${EventField.fromPath('$.detail.stage')} of the pipeline ${EventField.fromPath('$.detail.pipeline')} failed. docs/runbook.md#pipeline-failed`,
      ),
    ],
  });
  new Rule(scope, 'ApprovalWanted', {
    eventPattern: {
      source: ['aws.codepipeline'],
      detailType: ['CodePipeline Action Execution State Change'],
      detail: { ...detail, state: ['STARTED'], type: { category: ['Approval'] } },
    },
    targets: [to(`The pipeline ${EventField.fromPath('$.detail.pipeline')} waits for an approval before production.`)],
  });
}
