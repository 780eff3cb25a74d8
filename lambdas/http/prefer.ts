/** The preferences of RFC 7240 that this service knows: `respond-async`, and nothing else. */

/**
 * Whether the caller would rather not wait. What is not understood is left aside, as the RFC asks.
 * @param header the values of all Prefer headers as one list; undefined without one
 */
export function prefersAsync(header: string | undefined): boolean {
  return (header ?? '').split(',').some((preference) => {
    const [name = ''] = preference.split(';');
    // `respond-async=""` is the same as the bare word.
    return /^respond-async(?:\s*=\s*"")?$/i.test(name.trim());
  });
}
