/** Whether the people who should hear alarms have said yes: until they do, nothing is sent, and nothing fails. */
import { paginateListSubscriptions, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import type { AwsAccess } from '../aws-access';
import { type Check, ok, warning } from './check';
import { COST_REGION } from './regions';

export const subscriptionsCheck: Check = {
  name: 'alarm mail',
  needless: ({ alarmEmail }) => (alarmEmail === undefined ? 'no alarmEmail' : undefined),
  permissions: () => [{ actions: ['sns:ListSubscriptions'] }],
  async run({ config }, aws) {
    const regions = [...new Set([config.region, COST_REGION])];
    const found = (await Promise.all(regions.map((region) => ofStage(aws, region, config.stage)))).flat();
    if (found.length === 0) {
      return [ok(`${config.alarmEmail} will get messages from AWS Notifications and must click the link in each.`)];
    }
    const pending = found.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
    if (pending.length === 0) return [ok(`${found.length} confirmed.`)];
    return pending.map(({ Endpoint, TopicArn = '' }) =>
      warning(
        `${Endpoint} has not confirmed ${TopicArn.split(':').at(-1)}, so nothing is sent there.`,
        `Click the link in the mail. To get it again: aws sns subscribe --region ${TopicArn.split(':')[3]} --topic-arn ${TopicArn} --protocol email --notification-endpoint ${Endpoint}`,
      ),
    );
  },
};

async function ofStage(aws: AwsAccess, region: string, stage: string): Promise<Subscription[]> {
  const found: Subscription[] = [];
  for await (const page of paginateListSubscriptions({ client: new SNSClient(aws.client(region)) }, {})) {
    const ours = (page.Subscriptions ?? []).filter(({ TopicArn }) => TopicArn?.includes(`:TalentMatch-${stage}-`));
    found.push(...ours.filter(({ Protocol }) => Protocol === 'email'));
  }
  return found;
}
