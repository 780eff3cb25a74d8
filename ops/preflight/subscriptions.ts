/** Whether the people who should hear alarms have said yes: until they do, nothing is sent, and nothing fails. */
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { stackOutputs } from '../stack-outputs';
import { type Check, ok, warning } from './check';

export const subscriptionsCheck: Check = {
  name: 'alarm mail',
  needless: ({ alarmEmail }) => (alarmEmail === undefined ? 'no alarmEmail' : undefined),
  permissions: ({ config, account }) => [
    { actions: ['cloudformation:DescribeStacks'] },
    {
      actions: ['sns:ListSubscriptionsByTopic'],
      resources: [`arn:aws:sns:${config.region}:${account}:TalentMatch-${config.stage}-foundation-*`],
    },
  ],
  async run({ config }, aws) {
    const outputs = await stackOutputs(aws, config.region, `TalentMatch-${config.stage}-foundation`);
    const topic = outputs?.AlarmTopicArn;
    if (topic === undefined) {
      return [ok(`${config.alarmEmail} will get a message from AWS Notifications and must click its link.`)];
    }
    const client = new SNSClient(aws.client(config.region));
    const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
    const pending = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
    if (Subscriptions.length === 0)
      return [warning('Nobody is subscribed to the alarms; the next deployment adds alarmEmail.')];
    if (pending.length === 0) return [ok(`${Subscriptions.length} confirmed.`)];
    const who = pending.map(({ Endpoint }) => Endpoint ?? '');
    return [
      warning(
        `${who.join(', ')}: not confirmed, so alarms are not sent there.`,
        `Click the link in the mail; to get it again: ${who.map((endpoint) => `aws sns subscribe --region ${config.region} --topic-arn ${topic} --protocol email --notification-endpoint ${endpoint}`).join(' && ')}`,
      ),
    ];
  },
};
