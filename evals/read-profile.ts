/** A resume's text as the service reads it when it is sent to matching: by the rules alone. */
import { documentFromText } from '../lambdas/documents/document-reader';
import { assembleResume } from '../lambdas/domain/assemble-resume';
import type { Knowledge } from '../lambdas/domain/knowledge';
import type { Profile } from '../lambdas/domain/profile';
import { profileFromResume } from '../lambdas/domain/profile-from-resume';
import { extractResume } from '../lambdas/providers/rules/extract-resume';
import { readPhoneNumber } from '../lambdas/reference/phone-numbers';
import { readOccupations } from '../lambdas/reference/read-reference';

/** The day "present" means in resumes of unknown date. */
const TODAY = '2024-06-30';

export function profileOf(text: string, knowledge: Knowledge): Profile {
  const document = documentFromText(text);
  const ofRules = { taxonomy: knowledge.taxonomy, occupations: readOccupations() };
  const resume = assembleResume(extractResume(document, ofRules), document, {
    knowledge,
    readPhone: readPhoneNumber,
    today: TODAY,
    method: 'rule',
  });
  return profileFromResume(
    resume,
    knowledge,
    document.lines.map((line) => line.text),
  );
}
