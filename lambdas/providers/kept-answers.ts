/** Answers of models, kept for who asked: found by a hash of all that made them, sealed with another part of that hash. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Provenance } from '../domain/meta';
import type { Cache, Call } from '../ports';
import { systemTime, type Time, within } from './resilience';

export interface KeepOptions {
  cache: Cache;
  ttlSeconds: number;
  /** The longest that a request waits for the cache before it asks a model. Default 150. */
  readMs?: number;
  /** The longest that an answer waits until it is kept. Default 200. */
  writeMs?: number;
  time?: Time;
}

export interface EntryKey {
  /** Under which the entry is found. */
  readonly id: string;
  /** Who does not know the parts can neither read the entry nor make one. */
  readonly secret: Uint8Array;
}

/** Kept of the call's time behind a write, for the reply. */
const REPLY_MS = 200;

/** Parts are length-prefixed, so that no two lists of parts hash alike. */
export function entryKey(...parts: readonly string[]): EntryKey {
  const hash = createHash('sha512');
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  const digest = hash.digest();
  return { id: digest.toString('hex', 0, 32), secret: digest.subarray(32) };
}

export function keptAnswers({ cache, ttlSeconds, readMs = 150, writeMs = 200, time = systemTime }: KeepOptions) {
  return {
    /** The values in the order of the keys; null when the cache did not answer in time. */
    async read(keys: readonly EntryKey[], call: Call): Promise<(Buffer | undefined)[] | null> {
      try {
        const ids = keys.map(({ id }) => id);
        const found = await within(call, readMs, time, (slice) => cache.get(ids, slice));
        return keys.map(({ id, secret }) => opened(found.get(id), secret));
      } catch {
        return null;
      }
    },

    /** Done before the answer is sent: what a frozen Lambda has not finished is lost. */
    async write(entries: readonly { key: EntryKey; value: Uint8Array }[], call: Call): Promise<void> {
      const sliceMs = Math.min(writeMs, call.deadline - REPLY_MS - time.now());
      if (entries.length === 0 || sliceMs <= 0) return;
      const sealedEntries = new Map(entries.map(({ key, value }) => [key.id, sealed(value, key.secret)]));
      await within(call, sliceMs, time, (slice) => cache.put(sealedEntries, ttlSeconds, slice)).catch(() => undefined);
    },
  };
}

/** How an answer came about that was made for another request: nobody was asked, and nothing paid. */
export function secondHand(provenance: Provenance): Provenance {
  return { ...provenance, cached: true, attempts: [], usage: null, costUsd: 0, costEstimated: false };
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

function sealed(value: Uint8Array, secret: Uint8Array): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv);
  const text = [cipher.update(deflateRawSync(value)), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...text]).toString('base64');
}

/** Undefined for what was not sealed with this secret. */
function opened(value: string | undefined, secret: Uint8Array): Buffer | undefined {
  if (value === undefined) return undefined;
  try {
    const bytes = Buffer.from(value, 'base64');
    const tagAt = IV_BYTES + TAG_BYTES;
    const cipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    cipher.setAuthTag(bytes.subarray(IV_BYTES, tagAt));
    return inflateRawSync(Buffer.concat([cipher.update(bytes.subarray(tagAt)), cipher.final()]));
  } catch {
    return undefined;
  }
}
