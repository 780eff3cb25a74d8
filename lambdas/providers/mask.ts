/** What vendors outside AWS get to see of a person: resumes and texts whose contact details the rules found and masked. */

import { maskContacts, withoutContacts } from '../domain/mask-contacts';
import { foldText } from '../domain/text-locator';
import type { Mask } from './chain';
import { type FoundContacts, findContacts, type ReadContacts } from './rules/find-contacts';
import type { RulesKnowledge } from './rules/knowledge';

/**
 * Masks a resume, and puts the contact details back into what was read from it: those that the model copied, and those
 * that it left out but the rules had found. Throws where it cannot be sure that nothing is left.
 */
export function resumeMask(knowledge: RulesKnowledge): Mask {
  return (task) => {
    const { document } = task;
    const contacts = findContacts(document, knowledge);
    // Without a name nobody can say that none is left.
    if (contacts.read.name === null) throw new RangeError('no name was found in the document');
    const texts = document.lines.map((line) => line.text);
    const masked = maskContacts(texts, contacts);
    const lines = document.lines.map((line, at) => ({ ...line, text: masked.lines[at] ?? '' }));
    return {
      task: { ...task, document: { ...document, lines } },
      restore(output) {
        if (typeof output !== 'object' || output === null) return output;
        const said = output as Partial<ReadContacts>;
        const copied = {
          name: masked.hasMasked('NAME', said.name),
          location: masked.hasMasked('ADDRESS', said.location),
        };
        return completed(masked.restore(said), contacts, copied);
      },
    };
  };
}

/** The model did not see the contact details: what it says of them is taken only where it copied a placeholder. */
function completed(
  output: Partial<ReadContacts>,
  { read, addresses }: FoundContacts,
  hasCopied: { name: boolean; location: boolean },
): object {
  const all = (said: unknown, known: readonly string[]) => {
    const copied: string[] = Array.isArray(said) ? said.filter((item) => typeof item === 'string') : [];
    const isNew = (text: string) => !copied.some((other) => foldText(other) === foldText(text));
    return [...copied, ...known.filter(isNew)];
  };
  const sawLocation = hasCopied.location || !addresses.some((part) => read.location?.includes(part));
  return {
    ...output,
    name: hasCopied.name ? output.name : read.name,
    emails: all(output.emails, read.emails),
    phones: all(output.phones, read.phones),
    urls: all(output.urls, read.urls),
    location: sawLocation ? (output.location ?? read.location) : read.location,
  };
}

/**
 * Takes contact details out of any text that is to be embedded: the same text always becomes the same text. A name is
 * looked for where a text also says how to reach someone, as in a resume. Throws like `resumeMask`.
 */
export function textMask(knowledge: RulesKnowledge): (text: string) => string {
  return (text) => {
    const lines = text.split('\n').map((line) => ({ text: line, page: 1 }));
    const contacts = findContacts({ lines }, knowledge);
    const isOfAPerson = contacts.read.emails.length > 0 || contacts.read.phones.length > 0;
    // A text of nothing but an address still has a vector.
    return withoutContacts(text, isOfAPerson ? contacts : { names: [], addresses: [] }) || 'contact details';
  };
}
