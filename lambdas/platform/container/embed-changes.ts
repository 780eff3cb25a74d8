/** Embedding what changed in the catalogue, with its ports. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Call } from '../../ports';
import * as service from '../../services/embed-changes';
import { streamChanges } from '../../storage/stream-changes';
import { embedChains } from '../adapters/embedders';
import { stores } from '../adapters/stores';
import { platform } from '../platform';

/** Sequence numbers of the records that must be delivered again. */
export async function embedChanges(event: DynamoDBStreamEvent, call: Call): Promise<string[]> {
  const at = platform();
  const { telemetry } = at;
  const [{ terms, vectors }, { embedPatiently: embedders }] = await Promise.all([stores(at), embedChains(at)]);
  const ports = { embedders, terms, vectors, telemetry };
  const named = { ...call, operation: 'embed-changes' };
  const { failed, embedded, deferred } = await service.embedChanges(ports, streamChanges(event), named);
  telemetry.count('JobsEmbedded', embedded);
  if (deferred > 0) telemetry.count('VectorsDeferred', deferred);
  if (failed.length > 0) telemetry.count('EmbedChangesFailed', failed.length);
  return failed;
}
