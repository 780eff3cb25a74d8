/** What vendors outside AWS get to see of a person: resumes and texts whose contact details the rules found and masked. */

import { contactSigns } from '../domain/contact-signs';
import { maskContacts, withoutContacts } from '../domain/mask-contacts';
import { foldText } from '../domain/text-locator';
import type { ExpandQueryTask, ExplainMatchTask, ParseResumeTask, TextTask } from '../domain/text-task';
import { type FoundContacts, findContacts, type ReadContacts } from './rules/find-contacts';
import type { RulesKnowledge } from './rules/knowledge';

interface MaskedTask<T> {
  task: T;
  restore(output: unknown): unknown;
}

/** Throws where it cannot be sure that nothing is left. */
export function resumeMask(knowledge: RulesKnowledge) {
  const masks = { resume: maskedResume(knowledge), facts: checkedFacts(knowledge), phrase: checkedPhrase(knowledge) };
  function mask(task: ParseResumeTask): MaskedTask<ParseResumeTask>;
  function mask(task: TextTask): MaskedTask<TextTask>;
  function mask(task: TextTask): MaskedTask<TextTask> {
    switch (task.kind) {
      case 'parse-resume':
        return masks.resume(task);
      case 'explain-match':
        return masks.facts(task);
      case 'expand-query':
        return masks.phrase(task);
    }
  }
  return mask;
}

/** Facts hold no word of a caller; were there a way to reach someone in them all the same, they are not let out. */
function checkedFacts({ taxonomy }: RulesKnowledge) {
  const isTerm = (text: string) => taxonomy.normalise(text) !== undefined;
  return (task: ExplainMatchTask): MaskedTask<ExplainMatchTask> => {
    const texts = [...task.facts.map(({ text }) => text), ...task.names.map(({ meaning }) => meaning)];
    const sign = texts.flatMap((text) => contactSigns(text, isTerm))[0];
    if (sign !== undefined) throw new RangeError(`a fact looks like contact data: ${sign.kind}`);
    return { task, restore: (output) => output };
  };
}

/**
 * Of a phrase with contact details nobody can say which of its words are a name, so it is not let out. A name alone
 * cannot be told from a place or an employer.
 */
function checkedPhrase({ taxonomy }: RulesKnowledge) {
  const isTerm = (text: string) => taxonomy.normalise(text) !== undefined;
  return (task: ExpandQueryTask): MaskedTask<ExpandQueryTask> => {
    if (contactSigns(task.query, isTerm).length > 0) throw new RangeError('the phrase holds contact details');
    return { task, restore: (output) => output };
  };
}

/**
 * Masks a resume, and puts the contact details back into what was read from it: those that the model copied, and those
 * that it left out but the rules had found.
 */
function maskedResume(knowledge: RulesKnowledge) {
  return (task: ParseResumeTask): MaskedTask<ParseResumeTask> => {
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
