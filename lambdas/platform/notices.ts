/** Messages to the topic of the alarms. */
import type { SNSClientConfig } from '@aws-sdk/client-sns';
import type { Notices } from '../ports';

/** SNS takes subjects of fewer than 100 characters. Source: SNS API reference, Publish. */
const LONGEST_SUBJECT = 99;

/** @param topicArn undefined: nobody is told */
export function snsNotices(
  aws: Pick<SNSClientConfig, 'region' | 'endpoint' | 'credentials'>,
  topicArn: string | undefined,
): Notices {
  return {
    async send({ subject, text }) {
      if (topicArn === undefined) return;
      const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
      const client = new SNSClient(aws);
      try {
        await client.send(
          new PublishCommand({ TopicArn: topicArn, Subject: plain(subject).slice(0, LONGEST_SUBJECT), Message: text }),
        );
      } finally {
        client.destroy();
      }
    },
  };
}

/** ASCII on one line, as the header of a mail must be. */
function plain(text: string): string {
  return text.replace(/[^ -~]+/g, ' ').trim();
}
