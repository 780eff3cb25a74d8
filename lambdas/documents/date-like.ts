/** Whether a line begins with a date: what stands beside the text it dates is no column of its own. */

const DATE_LIKE =
  /^[\s(|•–—-]*(?:(?:\p{L}{3,9}\.?|\d{1,2})[\s./,'’-]{0,3})?(?:(?:19|20)\d\d|\d\d)\b|^(?:present|current|today|now|aujourd|heute|actual)/iu;

export function beginsWithDate(text: string): boolean {
  return DATE_LIKE.test(text);
}
