/** The event "Restore Job State Change" of AWS Backup: a look into the restored table, and the verdict. */
import type { EventBridgeEvent } from 'aws-lambda';
import * as services from '../platform/container/validate-restore';

export async function handler(event: EventBridgeEvent<'Restore Job State Change', unknown>) {
  return services.validateRestore(event);
}
