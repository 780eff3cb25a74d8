/** Of one file, the fields in which the sides differ, with what each of them says. */
import type { CompareResponse, ContenderName } from '../../lambdas/domain/compare';
import type { ParsedResume } from '../../lambdas/domain/resume';
import { foldText } from '../../lambdas/domain/text-locator';

export interface SaidValue {
  text: string;
  /** The others say it too, letter by letter but for case and punctuation. */
  isShared: boolean;
}

export interface FieldDifference {
  field: string;
  /** The least agreement of two sides, 0 to 1. */
  agreement: number;
  sides: { name: ContenderName; values: SaidValue[] }[];
}

export interface FileDifferences {
  different: FieldDifference[];
  /** Fields on which all agree. */
  same: string[];
}

export function differencesOf({
  contenders,
  agreement,
}: Pick<CompareResponse, 'contenders' | 'agreement'>): FileDifferences {
  const least = new Map<string, number>();
  for (const { fields } of agreement) {
    for (const { field, agreement: one } of fields) least.set(field, Math.min(one, least.get(field) ?? 1));
  }
  const answers = contenders.flatMap(({ name, result }) =>
    result !== null && 'resume' in result ? [{ name, values: valuesOf(result.resume) }] : [],
  );
  const different = [...least].filter(([, one]) => one < 1);
  return {
    different: different.map(([field, one]) => {
      const said = answers.map(({ name, values }) => ({ name, values: values[field] ?? [] }));
      const keys = said.map(({ values }) => new Set(values.map(foldText)));
      const isShared = (text: string) => keys.every((others) => others.has(foldText(text)));
      return {
        field,
        agreement: one,
        sides: said.map(({ name, values }) => ({
          name,
          values: values.map((text) => ({ text, isShared: isShared(text) })),
        })),
      };
    }),
    same: [...least].filter(([, one]) => one === 1).map(([field]) => field),
  };
}

/** By the names of `agreementFields`. */
function valuesOf({ basics, work, education, skills }: ParsedResume): Record<string, string[]> {
  const given = (...values: (string | null | undefined)[]) => values.filter((value): value is string => !!value);
  return {
    name: given(basics.name),
    email: given(basics.email),
    phone: given(basics.phone),
    location: given(basics.location?.raw),
    skills: skills.map(({ canonical }) => canonical),
    employers: given(...work.map(({ name }) => name)),
    titles: given(...work.map(({ position }) => position)),
    dates: work.map(({ name, position, startDate, endDate, isCurrent }) => {
      const span = `${startDate ?? '?'} – ${endDate ?? (isCurrent ? 'present' : '?')}`;
      return [span, ...given(position, name)].join(', ');
    }),
    institutions: given(...education.map(({ institution }) => institution)),
    degrees: given(...education.map(({ studyType }) => studyType)),
  };
}
