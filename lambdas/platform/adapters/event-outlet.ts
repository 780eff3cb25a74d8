/** Where events for the callers go. */
import type { EventOutlet } from '../../ports';
import { perPlatform } from '../platform';

export const eventOutlet = perPlatform(async (): Promise<EventOutlet> => ({ publish: async () => undefined }));
