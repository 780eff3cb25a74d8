/** JSON inside a text property: what CloudFormation passes on unread. */
import type { Place } from './place';

/** @returns the value, or the parser's complaint; undefined for what is not a text */
export function parsed(place: Place): { value: unknown } | { fault: string } | undefined {
  if (place.text === undefined) return undefined;
  try {
    return { value: JSON.parse(place.text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message.slice(0, 80) : 'not JSON' };
  }
}

/** The parsed value as a place, whose path goes on inside the text. */
export function inside(place: Place): Place | undefined {
  const result = parsed(place);
  return result !== undefined && 'value' in result ? place.of(result.value) : undefined;
}
