/** Pipelines, builds and canary deployments. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { roleMay } from './policies';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const PROJECT = 'AWS::CodeBuild::Project';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** Compute types by environment. Source: CodeBuild user guide, build environment compute types, read 2026-11-22. */
const COMPUTE: Readonly<Record<string, RegExp>> = {
  LINUX_CONTAINER: /^BUILD_GENERAL1_(SMALL|MEDIUM|LARGE|XLARGE|2XLARGE)$/,
  ARM_CONTAINER: /^BUILD_GENERAL1_(SMALL|MEDIUM|LARGE|XLARGE|2XLARGE)$/,
  LINUX_LAMBDA_CONTAINER: /^BUILD_LAMBDA_(1|2|4|8|10)GB$/,
  ARM_LAMBDA_CONTAINER: /^BUILD_LAMBDA_(1|2|4|8|10)GB$/,
};
/** Images of CodeBuild by environment. Source: CodeBuild user guide, available images, read 2026-11-22. */
const IMAGES: Readonly<Record<string, RegExp>> = {
  LINUX_CONTAINER: /^aws\/codebuild\/(standard:[5-8]\.0|amazonlinux(2)?-x86_64-standard:[3-6]\.0)$/,
  ARM_CONTAINER: /^aws\/codebuild\/amazonlinux(2)?-aarch64-standard:[234]\.0$/,
  LINUX_LAMBDA_CONTAINER: /^aws\/codebuild\/amazonlinux-x86_64-lambda-standard:/,
  ARM_LAMBDA_CONTAINER: /^aws\/codebuild\/amazonlinux-aarch64-lambda-standard:/,
};
/** Source: CodeDeploy user guide, predefined deployment configurations for Lambda. */
const LAMBDA_CONFIG =
  /^CodeDeployDefault\.Lambda(AllAtOnce|Canary10Percent(5|10|15|30)Minutes|Linear10PercentEvery(1|2|3|10)Minutes?)$/;

const stagesOf = (pipeline: Resource) => pipeline.get('Stages').items;
const actionsOf = (pipeline: Resource) => stagesOf(pipeline).flatMap((stage) => stage.get('Actions').items);
const isSource = (action: Place) => action.get('ActionTypeId.Category').text === 'Source';

/** Alarms that a deployment group stops on. */
function* alarmsOf(group: Resource, cloud: Cloud): Iterable<[Place, Resource | undefined]> {
  for (const alarm of group.get('AlarmConfiguration.Alarms').items) {
    const at = alarm.get('Name');
    yield [at, cloud.find(at.text, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')];
  }
}

export const delivery: readonly Rule[] = [
  {
    id: 'OPS-1401',
    title: 'Triggers, variables or queueing in a pipeline of type V1',
    why: 'CodePipeline refuses it: these belong to PipelineType V2.',
    fix: 'set PipelineType: V2.',
    source: 'CodePipeline user guide, pipeline types',
    check: each(PIPELINE, function* (pipeline) {
      const type = pipeline.get('PipelineType');
      if (type.text === 'V2') return;
      const used = ['Triggers', 'Variables'].filter((property) => pipeline.get(property).items.length > 0);
      const mode = pipeline.get('ExecutionMode').text ?? 'SUPERSEDED';
      if (used.length > 0 || mode !== 'SUPERSEDED')
        yield fault(type, `${type.text ?? 'V1'} with ${[...used, mode].join(', ')}`);
    }),
  },
  {
    id: 'OPS-1402',
    title: 'Stage that uses what no stage before it makes, or a name twice',
    why: 'CodePipeline refuses it: an input artifact must be the output of an earlier action, and names are unique.',
    fix: 'order the stages; give each stage, each action of a stage and each artifact one name.',
    source: 'CodePipeline user guide, pipeline structure reference',
    check: each(PIPELINE, function* (pipeline) {
      const made = new Set<string>();
      const stageNames = new Set<string>();
      for (const stage of stagesOf(pipeline)) {
        const name = stage.get('Name');
        if (stageNames.has(name.text ?? '')) yield fault(name, `a second stage "${name.text}"`);
        stageNames.add(name.text ?? '');
        const actionNames = new Set<string>();
        const inOrder = [...stage.get('Actions').items].sort(
          (a, b) => (a.get('RunOrder').number ?? 1) - (b.get('RunOrder').number ?? 1),
        );
        for (const action of inOrder) {
          const own = action.get('Name');
          if (actionNames.has(own.text ?? '')) yield fault(own, `a second action "${own.text}"`);
          actionNames.add(own.text ?? '');
          for (const input of action.get('InputArtifacts').items.map((one) => one.get('Name'))) {
            if (!made.has(input.text ?? '')) yield fault(input, `"${input.text}" is not made before`);
          }
          for (const output of action.get('OutputArtifacts').items.map((one) => one.get('Name'))) {
            if (made.has(output.text ?? '')) yield fault(output, `"${output.text}" is made twice`);
            made.add(output.text ?? '');
          }
        }
      }
    }),
  },
  {
    id: 'OPS-1403',
    title: 'Source whose role may not use its connection',
    why: 'The first run fails: "Unable to use Connection"; CDK grants codestar-connections:UseConnection only, newer connections ask for codeconnections.',
    fix: 'grant the role of the source action codeconnections:UseConnection and codestar-connections:UseConnection on the connection.',
    source: 'Developer tools console guide, connections: policy actions',
    check: each(PIPELINE, function* (pipeline, cloud) {
      for (const action of actionsOf(pipeline).filter(
        (one) => one.get('ActionTypeId.Provider').text === 'CodeStarSourceConnection',
      )) {
        const at = action.get('Configuration.ConnectionArn');
        const role = cloud.find(action.get('RoleArn').text ?? pipeline.get('RoleArn').text, 'AWS::IAM::Role');
        const prefix = /:codeconnections:/.test(at.text ?? '') ? 'codeconnections' : 'codestar-connections';
        if (role !== undefined && !roleMay(role, `${prefix}:UseConnection`, cloud))
          yield fault(at, `${role.id} may not ${prefix}:UseConnection`);
      }
    }),
  },
  {
    id: 'OPS-1404',
    title: 'Connection made by CloudFormation',
    why: 'It stays PENDING until somebody completes it in the console: the first run of the pipeline fails.',
    fix: 'make the connection by hand once and pass its ARN (pipelineConnectionArn).',
    source: 'Developer tools console guide, update a pending connection',
    check: each(['AWS::CodeConnections::Connection', 'AWS::CodeStarConnections::Connection'], function* (connection) {
      yield fault(connection.properties, 'a connection that nobody has completed');
    }),
  },
  {
    id: 'OPS-1405',
    title: 'Trigger that no action answers to, or that starts each push twice',
    why: 'CodePipeline refuses a trigger of an action that is not there; with DetectChanges a push starts the pipeline twice.',
    fix: 'name the source action in GitConfiguration.SourceActionName and set its DetectChanges to false.',
    source: 'CodePipeline user guide, filter triggers on code push',
    check: each(PIPELINE, function* (pipeline) {
      for (const trigger of pipeline.get('Triggers').items) {
        const at = trigger.get('GitConfiguration.SourceActionName');
        const source = actionsOf(pipeline).find((action) => action.get('Name').text === at.text);
        const detect = source?.get('Configuration.DetectChanges');
        if (source === undefined) yield fault(at, `no action "${at.text ?? ''}"`);
        else if (detect !== undefined && String(detect.value) !== 'false')
          yield fault(detect, `${String(detect.value ?? 'the default')} beside a trigger`);
      }
    }),
  },
  {
    id: 'OPS-1406',
    title: 'Rollback of a source stage',
    why: 'CodePipeline refuses it: a stage with a source action can not be rolled back.',
    fix: 'put OnFailure: ROLLBACK on deploy stages only.',
    source: 'CodePipeline user guide, automatic rollback',
    check: each(PIPELINE, function* (pipeline) {
      for (const stage of stagesOf(pipeline)) {
        const result = stage.get('OnFailure.Result');
        if (result.text === 'ROLLBACK' && stage.get('Actions').items.some(isSource))
          yield fault(result, `ROLLBACK of "${stage.get('Name').text}"`);
      }
    }),
  },
  {
    id: 'OPS-1407',
    title: 'Compute type or image that CodeBuild does not have',
    why: 'CodeBuild refuses the project, or each build fails: "Build container found dead", image not found.',
    fix: 'use the constants ComputeType and LinuxBuildImage; a new image goes into lib/rules/delivery.ts.',
    source: 'CodeBuild user guide, compute types and available images',
    check: each(PROJECT, function* (project) {
      const kind = project.get('Environment.Type').text ?? '';
      const compute = project.get('Environment.ComputeType');
      const image = project.get('Environment.Image');
      if (COMPUTE[kind] === undefined) yield fault(project.get('Environment.Type'), `"${kind}"`);
      else if (!COMPUTE[kind].test(compute.text ?? '')) yield fault(compute, `"${compute.text}" for ${kind}`);
      if (/^aws\/codebuild\//.test(image.text ?? '') && IMAGES[kind]?.test(image.text ?? '') === false)
        yield fault(image, `"${image.text}" for ${kind}`);
    }),
  },
  {
    id: 'OPS-1408',
    title: 'Deployment configuration that CodeDeploy does not have',
    why: 'CodeDeploy refuses it: DeploymentConfigDoesNotExistException.',
    fix: 'use LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES or another of its constants.',
    source: 'CodeDeploy user guide, deployment configurations on an AWS Lambda compute platform',
    check: each(GROUP, function* (group, cloud) {
      const config = group.get('DeploymentConfigName');
      const isMade = cloud.find(config.text, 'AWS::CodeDeploy::DeploymentConfig') !== undefined;
      if (config.text !== undefined && isLiteral(config.text) && !isMade && !LAMBDA_CONFIG.test(config.text))
        yield fault(config, `"${config.text}"`);
    }),
  },
  {
    id: 'OPS-1409',
    title: 'Rollback on alarms that are not there, or that are red from the start',
    why: 'CodeDeploy refuses a rollback on alarms without alarms and an alarm that does not exist; one that breaches without data stops every deployment.',
    fix: 'give the group its alarms by reference, with TreatMissingData: notBreaching.',
    source: 'CodeDeploy user guide, monitoring deployments with CloudWatch alarms',
    check: each(GROUP, function* (group, cloud) {
      const alarms = [...alarmsOf(group, cloud)];
      const events = group.get('AutoRollbackConfiguration.Events');
      if (events.texts.includes('DEPLOYMENT_STOP_ON_ALARM') && alarms.length === 0)
        yield fault(events, 'a rollback on alarms, and none');
      if (alarms.length > 10)
        yield fault(group.get('AlarmConfiguration.Alarms'), `${alarms.length} alarms, 10 are the most`);
      for (const [at, alarm] of alarms) {
        if (alarm === undefined && isLiteral(at.text ?? '')) yield fault(at, `no stack makes "${at.text ?? ''}"`);
        else if (alarm?.get('TreatMissingData').text === 'breaching')
          yield fault(at, `${alarm.id} breaches without data`);
      }
    }),
  },
  {
    id: 'OPS-1410',
    title: 'Canary of an alias for an application that is not for Lambda',
    why: 'CodeDeploy refuses the deployment, or the alias moves all at once.',
    fix: 'make the application with ComputePlatform: Lambda and name it by reference in the update policy of the alias.',
    source: 'CloudFormation user guide, UpdatePolicy: CodeDeployLambdaAliasUpdate',
    check: each('AWS::Lambda::Alias', function* (alias, cloud) {
      const at = alias.updatePolicy.get('CodeDeployLambdaAliasUpdate.ApplicationName');
      if (!at.exists) return;
      const application = cloud.find(at.text, 'AWS::CodeDeploy::Application');
      if (application?.get('ComputePlatform').text !== 'Lambda')
        yield fault(at, `${application?.id ?? at.text} is not for Lambda`);
    }),
  },
];
