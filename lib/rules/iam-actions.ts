/** IAM actions of the services that the app calls, and the prefixes of the others. Source: Service Authorization Reference, read 2026-11-22. */

const words = (text: string) => text.trim().split(/\s+/);

/** Service prefix → its actions; those that no policy of ours could need are left out. */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  appconfig: words(`GetLatestConfiguration StartConfigurationSession GetConfiguration GetApplication GetEnvironment
    GetConfigurationProfile GetDeployment GetDeploymentStrategy GetHostedConfigurationVersion ListApplications
    ListConfigurationProfiles ListDeployments ListEnvironments ListHostedConfigurationVersions
    CreateHostedConfigurationVersion StartDeployment StopDeployment UpdateEnvironment ValidateConfiguration`),
  bedrock: words(`InvokeModel InvokeModelWithResponseStream InvokeModelWithBidirectionalStream ApplyGuardrail
    CountTokens CreateModelInvocationJob GetModelInvocationJob StopModelInvocationJob ListModelInvocationJobs
    GetFoundationModel ListFoundationModels GetInferenceProfile ListInferenceProfiles Rerank
    GetFoundationModelAvailability GetModelInvocationLoggingConfiguration PutModelInvocationLoggingConfiguration
    CallWithBearerToken`),
  cloudwatch: words(`PutMetricData GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics DescribeAlarms
    DescribeAlarmsForMetric DescribeAlarmHistory DescribeAnomalyDetectors PutMetricAlarm PutCompositeAlarm DeleteAlarms
    SetAlarmState EnableAlarmActions DisableAlarmActions GetDashboard ListDashboards PutDashboard DeleteDashboards
    ListTagsForResource TagResource UntagResource`),
  codebuild: words(`StartBuild StopBuild RetryBuild StartBuildBatch StopBuildBatch BatchGetBuilds BatchGetBuildBatches
    BatchGetProjects BatchGetReports CreateReportGroup CreateReport UpdateReport BatchPutTestCases BatchPutCodeCoverages
    ListBuildsForProject`),
  codeconnections: words(
    'UseConnection GetConnection GetConnectionToken ListConnections PassConnection TagResource UntagResource',
  ),
  'codestar-connections': words(
    'UseConnection GetConnection GetConnectionToken ListConnections PassConnection TagResource UntagResource',
  ),
  codedeploy: words(`CreateDeployment GetDeployment GetDeploymentConfig GetApplication GetApplicationRevision
    GetDeploymentGroup RegisterApplicationRevision StopDeployment ContinueDeployment ListDeployments
    BatchGetDeployments PutLifecycleEventHookExecutionStatus`),
  codepipeline: words(`StartPipelineExecution StopPipelineExecution RetryStageExecution RollbackStage GetPipeline
    GetPipelineState GetPipelineExecution ListPipelines ListPipelineExecutions ListActionExecutions PutApprovalResult
    PutJobSuccessResult PutJobFailureResult EnableStageTransition DisableStageTransition OverrideStageCondition`),
  dynamodb: words(`BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem
    SearchVectors PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete DescribeTable DescribeTimeToLive
    DescribeContinuousBackups DescribeStream GetRecords GetShardIterator ListStreams ListTables ListTagsOfResource
    TagResource UntagResource CreateBackup DeleteBackup DescribeBackup ListBackups RestoreTableFromBackup
    RestoreTableToPointInTime RestoreTableFromAwsBackup StartAwsBackupJob UpdateContinuousBackups CreateTable UpdateTable
    DeleteTable UpdateTimeToLive ExportTableToPointInTime DescribeExport ImportTable DescribeImport
    CreateTableReplica DescribeLimits GetResourcePolicy PutResourcePolicy DeleteResourcePolicy`),
  ecr: words(`BatchCheckLayerAvailability BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer DescribeImages
    DescribeRepositories ListImages PutImage InitiateLayerUpload UploadLayerPart CompleteLayerUpload`),
  events: words(`PutEvents PutRule DeleteRule DescribeRule EnableRule DisableRule PutTargets RemoveTargets
    ListRules ListTargetsByRule StartReplay`),
  'execute-api': words('Invoke InvalidateCache ManageConnections'),
  kms: words(`Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext
    GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateMac VerifyMac GenerateRandom Sign Verify DescribeKey
    CreateGrant ListGrants RevokeGrant RetireGrant GetKeyPolicy PutKeyPolicy GetPublicKey ListAliases ListKeys
    EnableKeyRotation GetKeyRotationStatus CreateKey CreateAlias DeleteAlias UpdateAlias ScheduleKeyDeletion
    CancelKeyDeletion EnableKey DisableKey TagResource UntagResource ListResourceTags ReplicateKey
    UpdatePrimaryRegion UpdateKeyDescription ListKeyPolicies`),
  lambda: words(`InvokeFunction InvokeAsync InvokeFunctionUrl GetFunction GetFunctionConfiguration GetAlias UpdateAlias
    GetProvisionedConcurrencyConfig ListAliases ListFunctions ListVersionsByFunction PublishVersion UpdateFunctionCode
    UpdateFunctionConfiguration GetAccountSettings ListTags GetEventSourceMapping ListEventSourceMappings
    UpdateEventSourceMapping AddPermission RemovePermission PutFunctionConcurrency DeleteFunction`),
  logs: words(`CreateLogGroup CreateLogStream PutLogEvents DescribeLogGroups DescribeLogStreams GetLogEvents
    FilterLogEvents StartQuery StopQuery GetQueryResults PutRetentionPolicy DeleteRetentionPolicy TagResource
    PutResourcePolicy DescribeResourcePolicies DeleteResourcePolicy CreateLogDelivery GetLogDelivery UpdateLogDelivery
    DeleteLogDelivery ListLogDeliveries PutSubscriptionFilter DeleteLogGroup PutMetricFilter AssociateKmsKey`),
  s3: words(`GetObject GetObjectVersion GetObjectAcl GetObjectTagging GetObjectAttributes GetObjectVersionTagging
    PutObject PutObjectAcl PutObjectTagging PutObjectLegalHold PutObjectRetention PutObjectVersionAcl PutObjectVersionTagging DeleteObject
    DeleteObjectVersion DeleteObjectTagging RestoreObject AbortMultipartUpload ListMultipartUploadParts
    ListBucketMultipartUploads ListBucket ListBucketVersions ListAllMyBuckets GetBucketAcl GetBucketLocation
    GetBucketPolicy GetBucketVersioning GetBucketNotification PutBucketNotification GetBucketTagging GetBucketCORS
    GetBucketLogging GetEncryptionConfiguration GetLifecycleConfiguration GetInventoryConfiguration
    PutInventoryConfiguration PutBucketPolicy PutBucketVersioning GetBucketPublicAccessBlock GetObjectVersionAcl
    CreateBucket DeleteBucket DeleteBucketPolicy GetBucketObjectLockConfiguration`),
  sagemaker: words(`InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream DescribeEndpoint
    DescribeEndpointConfig DescribeModel UpdateEndpoint UpdateEndpointWeightsAndCapacities ListEndpoints`),
  secretsmanager:
    words(`GetSecretValue DescribeSecret ListSecrets ListSecretVersionIds BatchGetSecretValue PutSecretValue
    UpdateSecret UpdateSecretVersionStage RotateSecret CreateSecret DeleteSecret GetRandomPassword GetResourcePolicy`),
  sns: words(`Publish Subscribe Unsubscribe GetTopicAttributes SetTopicAttributes ListSubscriptionsByTopic ListTopics
    AddPermission RemovePermission DeleteTopic ConfirmSubscription GetSubscriptionAttributes`),
  sqs: words(`SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes GetQueueUrl PurgeQueue
    ListQueues SetQueueAttributes StartMessageMoveTask ListMessageMoveTasks ListDeadLetterSourceQueues`),
  states: words(`StartExecution StartSyncExecution StopExecution DescribeExecution DescribeStateMachine ListExecutions
    GetExecutionHistory SendTaskSuccess SendTaskFailure SendTaskHeartbeat RedriveExecution DescribeMapRun UpdateMapRun
    ListMapRuns GetActivityTask InvokeHTTPEndpoint TestState`),
  sts: words(
    'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity TagSession SetSourceIdentity SetContext',
  ),
  xray: words(`PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets GetSamplingStatisticSummaries
    GetTraceSummaries BatchGetTraces GetTraceGraph GetServiceGraph`),
};

/** Services whose actions are not listed. */
export const OTHER_SERVICES: readonly string[] = words(`access-analyzer acm apigateway application-autoscaling
  application-signals athena autoscaling aws-marketplace backup backup-storage budgets ce cloudformation cloudtrail
  codecommit cognito-identity cognito-idp config cur ec2 firehose glue guardduty iam inspector2 inspector-scan
  kinesis organizations pricing route53 scheduler securityhub servicequotas ses ssm ssmmessages states support
  synthetics tag trustedadvisor wafv2`);
