/** How long a vendor asks to wait, from the headers they use for it. */

/**
 * Milliseconds of `retry-after-ms`, `x-amz-retry-after` (milliseconds) or `retry-after` (seconds, or an HTTP date).
 * Undefined when none is there or it makes no sense.
 */
export function retryAfterMs(
  headers: Headers | Readonly<Record<string, string>>,
  now = Date.now(),
): number | undefined {
  const read = (name: string) => (headers instanceof Headers ? headers.get(name) : headers[name]) ?? undefined;
  const milliseconds = read('retry-after-ms') ?? read('x-amz-retry-after');
  if (milliseconds !== undefined) return sane(Number(milliseconds));
  const wait = read('retry-after');
  if (wait === undefined) return undefined;
  return sane(/^\d+(\.\d+)?$/.test(wait) ? Number(wait) * 1000 : Date.parse(wait) - now);
}

function sane(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : undefined;
}
