/** Every deploy-safety rule, in the order of docs/deploy-rules.md. */
import { alarms } from './alarms';
import { apiGateway } from './api-gateway';
import { apiStage } from './api-stage';
import { appConfig } from './app-config';
import { backup } from './backup';
import { budgets } from './budgets';
import { cognito } from './cognito';
import { dashboards } from './dashboards';
import { deliveryRules } from './deliveries';
import { delivery } from './delivery';
import { dynamodb } from './dynamodb';
import { keys } from './keys';
import { lambda } from './lambda';
import { models } from './models';
import { names } from './names';
import { queues } from './queues';
import { roles } from './roles';
import type { Rule } from './rule';
import { sagemaker } from './sagemaker';
import { scaling } from './scaling';
import { schedules } from './schedules';
import { singletons } from './singletons';
import { stacks } from './stacks';
import { stateMachines } from './state-machines';
import { storage } from './storage';
import { waf } from './waf';

/** Rules by topic; the number of a rule begins with that of its topic. */
export const topics: Readonly<Record<string, readonly Rule[]>> = {
  'API Gateway: stages and names': apiStage,
  'API Gateway: methods and models': apiGateway,
  Alarms: alarms,
  'Topics, queues and who sends to them': deliveryRules,
  Keys: keys,
  Lambda: lambda,
  'Queues and their workers': queues,
  'Auto scaling': scaling,
  DynamoDB: dynamodb,
  'Web application firewall': waf,
  'Budgets and cost anomalies': budgets,
  Dashboards: dashboards,
  Backups: backup,
  'Roles and policies': roles,
  'Bedrock models': models,
  'Pipelines, builds and canaries': delivery,
  SageMaker: sagemaker,
  'State machines': stateMachines,
  AppConfig: appConfig,
  Cognito: cognito,
  'Buckets, secrets, trails and logs': storage,
  'Schedules, events and canaries': schedules,
  'What an account has once': singletons,
  Names: names,
  'Stacks among themselves': stacks,
};

export const rules: readonly Rule[] = Object.values(topics).flat();
