/** The event "Restore Job State Change" of AWS Backup: a look into the restored table, and the verdict. */
import type { EventBridgeEvent } from 'aws-lambda';
import { services } from '../platform/container';

export async function handler(event: EventBridgeEvent<'Restore Job State Change', unknown>) {
  return services().validateRestore(event);
}
