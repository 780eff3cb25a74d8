/** What is kept of a request that both arms were asked: numbers and words of our own lists, and no word of the user's. */
import * as z from 'zod';
import { type Agreement, agreementFields, type Comparable } from './agreement';
import { type Arm, arms, type Capability, capabilities } from './arm';
import { degreeLevel } from './degrees';
import type { Knowledge } from './knowledge';
import { otherArm, reasons, sideSchema } from './shadow';
import { foldText } from './text-locator';

const count = z.int().min(0);
const perArm = <T extends z.ZodType>(value: T) => z.strictObject({ current: value, aws: value });
const allFields = Object.values(agreementFields).flat();

export const shadowRecordSchema = z.strictObject({
  /** Random: nothing leads from it to the request, or to who made it. */
  id: z.string(),
  /** The hour, in UTC. */
  at: z.iso.datetime(),
  why: z.enum(reasons),
  capability: z.enum(capabilities),
  /** Of the user. */
  arm: z.enum(arms),
  sides: perArm(sideSchema),
  /** Of all fields, 0 to 1; null where nothing was compared. */
  agreement: z.number().min(0).max(1).nullable(),
  fields: z.array(
    z.strictObject({
      field: z.enum(allFields),
      agreement: z.number().min(0).max(1),
      /** Values that both have, letter by letter; the agreement is kinder. */
      same: count,
      /** Values of one arm alone that our own lists have too: skills, occupations, levels of degrees, ids of jobs. */
      only: perArm(z.array(z.string())),
      /** Values of one arm alone that are not written down. */
      withheld: perArm(count),
    }),
  ),
});
export type ShadowRecord = z.infer<typeof shadowRecordSchema>;
type FieldRecord = ShadowRecord['fields'][number];

/** More than that of one field says no more. */
const MOST_VALUES = 20;

/** A value as one of our own lists has it; null for what is not in any. */
type Shown = (value: string) => string | null;
type Values = readonly string[];
type Known = Pick<Knowledge, 'taxonomy' | 'occupations'>;

/**
 * Where two answers differ.
 * @param answers of one capability, by arm
 */
export function differencesOf<C extends Capability>(
  capability: C,
  answers: Record<Arm, Comparable[C]>,
  { fields }: Agreement,
  known: Known,
): FieldRecord[] {
  const [current, aws] = [valuesOf[capability](answers.current), valuesOf[capability](answers.aws)];
  const shown = shownOf(known);
  return fields.map(({ field, agreement }) => {
    const name = field as FieldRecord['field'];
    return {
      field: name,
      agreement,
      ...difference({ current: current[name] ?? [], aws: aws[name] ?? [] }, shown[`${capability}.${field}`] ?? nothing),
    };
  });
}

function difference(values: Record<Arm, Values>, shown: Shown): Pick<FieldRecord, 'same' | 'only' | 'withheld'> {
  const keyed = (arm: Arm) => new Map(values[arm].map((value) => [foldText(value), value]));
  const sides = { current: keyed('current'), aws: keyed('aws') };
  const alone = (arm: Arm) =>
    [...sides[arm]].filter(([key]) => !sides[otherArm(arm)].has(key)).map(([, value]) => value);
  const parts = (arm: Arm) => {
    const all = alone(arm);
    const words = all.flatMap((value) => shown(value) ?? []);
    const only = [...new Set(words)].sort().slice(0, MOST_VALUES);
    return { only, withheld: all.length - words.length };
  };
  const [current, aws] = [parts('current'), parts('aws')];
  return {
    same: sides.current.size - alone('current').length,
    only: { current: current.only, aws: aws.only },
    withheld: { current: current.withheld, aws: aws.withheld },
  };
}

const nothing: Shown = () => null;

/** As our own code numbers the facts of a match. */
const FACT = /^f\d+$/;

/** Where nothing stands here nothing is shown: names, addresses, employers, schools, and when somebody worked where. */
const shownOf = ({ taxonomy, occupations }: Known): Readonly<Record<string, Shown>> => ({
  ...asListed('skills', (name) => taxonomy.normalise(name)?.name ?? null),
  ...asListed('titles', (title) => occupations.find(title)?.label ?? null),
  'parse.degrees': degreeLevel,
  'match.best': (jobId) => jobId,
  'match.top10': (jobId) => jobId,
  'explain.strengths': (fact) => (FACT.test(fact) ? fact : null),
  'explain.concerns': (fact) => (FACT.test(fact) ? fact : null),
});

const asListed = (field: 'skills' | 'titles', shown: Shown) => ({
  [`parse.${field}`]: shown,
  [`expand.${field}`]: shown,
});

type ByField = Partial<Record<FieldRecord['field'], Values>>;

const valuesOf: { [C in Capability]: (answer: Comparable[C]) => ByField } = {
  parse: ({ resume: { basics, work, education, skills } }) => ({
    name: given(basics.name),
    email: given(basics.email),
    phone: given(basics.phone),
    location: given(basics.location?.raw),
    skills: skills.map(({ canonical }) => canonical),
    employers: work.flatMap(({ name }) => given(name)),
    titles: work.flatMap(({ position }) => given(position)),
    dates: work.flatMap(({ startDate, endDate, isCurrent }) => [
      ...given(startDate).map((date) => `from ${date}`),
      ...given(endDate ?? (isCurrent ? 'now' : null)).map((date) => `to ${date}`),
    ]),
    institutions: education.flatMap(({ institution }) => given(institution)),
    degrees: education.flatMap(({ studyType }) => given(studyType)),
  }),
  embed: () => ({}),
  match: ({ matches }) => {
    const ids = matches.map(({ jobId }) => jobId);
    return { best: ids.slice(0, 1), top10: ids.slice(0, 10) };
  },
  expand: ({ titles, skills }) => ({
    titles: titles.map(({ title }) => title),
    skills: skills.map(({ name }) => name),
  }),
  explain: ({ explanation: { strengths, concerns } }) => ({
    strengths: strengths.flatMap(({ facts }) => facts),
    concerns: concerns.flatMap(({ facts }) => facts),
  }),
};

const given = (value: string | null | undefined): string[] => (value ? [value] : []);
