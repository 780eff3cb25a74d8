/** The space a vector lives in; vectors of two spaces are never compared, whatever their lengths. */
import * as z from 'zod';

export const vectorSpaceSchema = z
  .strictObject({
    provider: z.string().min(1),
    model: z.string().min(1),
    dimensions: z.int().min(1).max(4096),
    version: z.string().min(1),
  })
  .meta({
    id: 'VectorSpace',
    description: 'Model, dimensions and version of a vector. Only vectors of one space compare.',
  });

/** `version` changes whenever the text that is embedded, or how it is normalised, changes. */
export type VectorSpace = Readonly<z.infer<typeof vectorSpaceSchema>>;

declare const checked: unique symbol;

/**
 * Finite numbers that remember their space; made by `vectorIn` alone. Numbers without a space are no vector, and where
 * two spaces are known to the compiler, their vectors are of two types.
 */
export interface Vector<Space extends VectorSpace = VectorSpace> {
  readonly space: Space;
  readonly values: readonly number[];
  readonly [checked]: Space;
}

/** @throws RangeError on a wrong number of values, and on one that is not finite: a bug in the caller */
export function vectorIn<const Space extends VectorSpace>(space: Space, values: readonly number[]): Vector<Space> {
  if (values.length !== space.dimensions || !values.every(Number.isFinite)) {
    throw new RangeError(`a vector of ${spaceId(space)} must have ${space.dimensions} finite numbers`);
  }
  return { space, values } as Vector<Space>;
}

/** `provider/model/dimensions/version`, the form used in answers and logs. */
export function spaceId(space: VectorSpace): string {
  return `${space.provider}/${space.model}/${space.dimensions}/${space.version}`;
}

/** The space as an attribute and index name: only `a-z A-Z 0-9 _ . -`, as DynamoDB index names allow. */
export function spaceName(space: VectorSpace): string {
  return spaceId(space).replace(/[^a-zA-Z0-9_.-]/g, '-');
}

/**
 * Cosine similarity, -1 to 1, of two vectors of one space.
 * @throws RangeError when the spaces differ: a bug in the caller, never the user's fault.
 */
export function cosine<Space extends VectorSpace>(a: Vector<Space>, b: Vector<NoInfer<Space>>): number {
  if (spaceId(a.space) !== spaceId(b.space)) {
    throw new RangeError(`vectors of two spaces cannot be compared: ${spaceId(a.space)} and ${spaceId(b.space)}`);
  }
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let i = 0; i < a.values.length; i++) {
    const x = a.values[i] as number;
    const y = b.values[i] as number;
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
}
