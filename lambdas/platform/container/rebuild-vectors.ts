/** Rebuilding vectors, with its ports. */
import { setTimeout } from 'node:timers/promises';
import { type RebuildWork, rebuildWorkSchema } from '../../domain/vector-rebuild';
import type { Call } from '../../ports';
import * as service from '../../services/rebuild-vectors';
import { embedChains } from '../adapters/embedders';
import { knowledge } from '../adapters/knowledge';
import { stores } from '../adapters/stores';
import { platform } from '../platform';

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal });

/** A part of a rebuild, checked, with more of it done. */
export async function rebuildVectors(event: unknown, call: Call): Promise<RebuildWork> {
  const at = platform();
  const { telemetry, clock } = at;
  const [{ pages, vectors }, { embedPatiently: embedders }, known] = await Promise.all([
    stores(at),
    embedChains(at),
    knowledge(at),
  ]);
  const ports = { pages, vectors, embedders, knowledge: known, telemetry, clock, pause };
  return service.rebuildVectors(ports, rebuildWorkSchema.parse(event), { ...call, operation: 'rebuild-vectors' });
}
