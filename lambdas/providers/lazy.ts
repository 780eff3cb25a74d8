/** Puts off making clients until they are needed, so that a cold start loads only the SDKs it uses. */

/** Makes a thing once, when first asked for it; a failure is not kept. */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
