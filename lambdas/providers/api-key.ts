/** The key of a vendor, asked for at each call and asked for anew when the vendor refuses it. */
import { KEY_NOT_SET_UP } from '../domain/vendor-key';
import { isProviderError, ProviderError, type ProviderFailure } from './provider-error';

/** With `refresh` the key is read from its store again, whatever is cached. */
export type ApiKey = (ask?: { refresh: boolean }) => Promise<string>;

/**
 * Runs `call` with the key. If the vendor refuses it (401) and the store has another by now, as after a rotation,
 * `call` runs once more. Throws what `call` throws; a key that cannot be read, or that nobody has put in yet, is
 * `refused` before the vendor hears of it.
 */
export async function withKey<T>(
  key: ApiKey,
  identity: Pick<ProviderFailure, 'provider' | 'modelId'>,
  call: (key: string) => Promise<T>,
): Promise<T> {
  const refused = (code: string) => new ProviderError({ ...identity, kind: 'refused', fault: { code } });
  const read = async (refresh: boolean) => {
    const text = await key({ refresh }).catch(() => {
      throw refused('KeyUnavailable');
    });
    // A line break at the end, as a shell adds one, is not part of a key, and no header may have it.
    const value = text.trim();
    if (value === KEY_NOT_SET_UP) throw refused('KeyNotSetUp');
    return value;
  };
  const first = await read(false);
  try {
    return await call(first);
  } catch (error) {
    if (!isProviderError(error) || (error.cause as { status?: number }).status !== 401) throw error;
    const second = await read(true);
    if (second === first) throw error;
    return call(second);
  }
}
