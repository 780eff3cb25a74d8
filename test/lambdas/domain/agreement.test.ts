import fc from 'fast-check';
import { type Agreement, agreementFields, agreementOf, type Comparable } from '../../../lambdas/domain/agreement';

type Resume = Comparable['parse']['resume'];

const nobody: Resume = {
  basics: { name: null, email: null, phone: null, location: null },
  work: [],
  education: [],
  skills: [],
};
const role = (name: string | null, position: string | null, startDate: string | null, endDate: string | null) => ({
  name,
  position,
  startDate,
  endDate,
  isCurrent: false,
});
const resume = (change: Partial<Resume>): { resume: Resume } => ({ resume: { ...nobody, ...change } });
const skilled = (...names: string[]) => resume({ skills: names.map((canonical) => ({ canonical })) });
const working = (...work: Resume['work'][number][]) => resume({ work });
const known = (basics: Partial<Resume['basics']>) => resume({ basics: { ...nobody.basics, ...basics } });
const inParse = (field: string, one: { resume: Resume }, other: { resume: Resume }) =>
  of(agreementOf('parse', one, other), field);
const of = ({ fields }: Agreement, field: string) => fields.find((each) => each.field === field)?.agreement ?? null;

describe('the agreement of two readings of a resume', () => {
  it('does not count a field that both leave empty', () => {
    expect(agreementOf('parse', resume({}), resume({}))).toEqual({ all: null, fields: [] });
    expect(agreementOf('parse', known({ name: 'Ana Diaz' }), known({ name: 'Ana Diaz' }))).toEqual({
      all: 1,
      fields: [{ field: 'name', agreement: 1 }],
    });
  });

  it('counts a field that one of them leaves empty as no agreement', () => {
    expect(inParse('email', known({ email: 'ana@example.org' }), known({}))).toBe(0);
    expect(inParse('skills', skilled('SQL'), skilled())).toBe(0);
    expect(inParse('name', known({ name: '—' }), known({ name: 'Ana' }))).toBe(0);
  });

  it('is the mean of its fields, each counted once', () => {
    const one = resume({ basics: { ...nobody.basics, name: 'Ana' }, skills: [{ canonical: 'SQL' }] });
    const other = resume({ basics: { ...nobody.basics, name: 'ANA' }, skills: [] });
    expect(agreementOf('parse', one, other).all).toBe(0.5);
  });

  it('looks past case, punctuation, the code of the country and how much of an address is written', () => {
    expect(inParse('name', known({ name: 'Diaz, Ana' }), known({ name: 'DIAZ ANA' }))).toBe(1);
    expect(inParse('phone', known({ phone: '+44 20 7946 0958' }), known({ phone: '(020) 7946-0958' }))).toBe(1);
    const at = (raw: string) => known({ location: { raw } });
    expect(inParse('location', at('Berlin, Germany'), at('Berlin'))).toBe(1);
    expect(inParse('location', at('Berlin'), at('Bern'))).toBe(0);
    expect(inParse('email', known({ email: 'ana@example.org' }), known({ email: 'ana@example.com' }))).toBe(0);
  });

  it('is F1 of lists, whatever their order', () => {
    expect(inParse('skills', skilled('SQL', 'Java', 'Excel'), skilled('Excel', 'SQL'))).toBeCloseTo(0.8);
    expect(inParse('skills', skilled('SQL', 'sql'), skilled('SQL'))).toBe(1);
  });

  it('takes two names that share most of their words for one, and pairs as many as can be paired', () => {
    const title = (position: string) => role(null, position, null, null);
    const one = working(
      title('Lead Site Reliability Engineer Europe'),
      title('Lead Site Reliability Engineer Europe Night Team'),
    );
    const other = working(title('Lead Site Reliability Engineer Europe'), title('Site Reliability Engineer Europe'));
    expect(inParse('titles', one, other)).toBe(1);
    expect(inParse('titles', other, one)).toBe(1);
    expect(inParse('titles', working(title('Chef')), working(title('Sous Chef')))).toBe(0);
  });

  it('compares dates to the month, of the positions that both name', () => {
    const chef = role('Blue Door', 'Chef', '2019-03-01', '2021-05');
    expect(inParse('dates', working(chef), working({ ...chef, startDate: '2019-03' }))).toBe(1);
    expect(inParse('dates', working(chef), working({ ...chef, endDate: '2021-06' }))).toBe(0.5);
    expect(inParse('dates', working(chef), working(chef, role('Red Door', 'Cook', '2001', '2003')))).toBe(1);
    expect(inParse('dates', working(chef), working({ ...chef, name: 'Green Door' }))).toBeNull();
    expect(inParse('dates', working({ ...chef, endDate: null, isCurrent: true }), working(chef))).toBe(0.5);
  });

  it('does not compare a first month with a last', () => {
    const one = working(role('Blue Door', 'Chef', '2019', null));
    expect(inParse('dates', one, working(role('Blue Door', 'Chef', null, '2019')))).toBe(0);
  });

  it('ends soon for a resume of thousands of skills and positions', () => {
    const numbers = Array.from({ length: 5_000 }, (_, at) => at);
    const one = {
      ...skilled(...numbers.map((at) => `skill of kind ${at}`)).resume,
      work: numbers.map((at) => role(`shop of kind ${at}`, `cook of kind ${at}`, `${1900 + (at % 100)}`, null)),
    };
    expect(agreementOf('parse', { resume: one }, { resume: one }).all).toBe(1);
  });
});

describe('the agreement of two rankings', () => {
  const ranked = (...ids: string[]) => ({ matches: ids.map((jobId) => ({ jobId })) });

  it('tells whether the first is the same', () => {
    expect(of(agreementOf('match', ranked('a', 'b'), ranked('a', 'c')), 'best')).toBe(1);
    expect(of(agreementOf('match', ranked('a', 'b'), ranked('b', 'a')), 'best')).toBe(0);
    expect(of(agreementOf('match', ranked('a'), ranked()), 'best')).toBe(0);
    expect(agreementOf('match', ranked(), ranked())).toEqual({ all: null, fields: [] });
  });

  it('weighs a difference at the top more than one further down, and none after the tenth', () => {
    const ids = 'abcdefghijkl'.split('');
    const swapped = (at: number) => ranked(...ids.slice(0, at), ids[at + 1] ?? '', ids[at] ?? '', ...ids.slice(at + 2));
    const top10 = (at: number) => of(agreementOf('match', ranked(...ids), swapped(at)), 'top10') ?? -1;
    expect(top10(0)).toBeLessThan(top10(5));
    expect(top10(5)).toBeLessThan(1);
    expect(top10(10)).toBe(1);
  });

  it('is rank-biased overlap, worked out by hand for three places', () => {
    // Depths 1, 2, 3: 0, 1, 1, weighted 1, 0.9, 0.81.
    const agreement = of(agreementOf('match', ranked('a', 'b', 'c'), ranked('b', 'a', 'c')), 'top10');
    expect(agreement).toBeCloseTo((0.9 + 0.81) / (1 + 0.9 + 0.81));
  });
});

describe('the agreement of the other answers', () => {
  it('compares titles and skills of an expansion', () => {
    const answer = (titles: string[], skills: string[]) => ({
      titles: titles.map((title) => ({ title })),
      skills: skills.map((name) => ({ name })),
    });
    const agreement = agreementOf('expand', answer(['Nurse', 'Carer'], ['Triage']), answer(['nurse'], ['Triage']));
    expect(of(agreement, 'titles')).toBeCloseTo(2 / 3);
    expect(of(agreement, 'skills')).toBe(1);
  });

  it('compares the facts that an explanation cites, however they are shared out over its sentences', () => {
    const answer = (strengths: string[][], concerns: string[][]) => ({
      explanation: { strengths: strengths.map((facts) => ({ facts })), concerns: concerns.map((facts) => ({ facts })) },
    });
    const agreement = agreementOf('explain', answer([['f1', 'f2']], []), answer([['f2'], ['f1']], [['f9']]));
    expect(agreement.fields).toEqual([
      { field: 'strengths', agreement: 1 },
      { field: 'concerns', agreement: 0 },
    ]);
  });

  it('finds nothing to compare in vectors', () => {
    expect(agreementOf('embed', {}, {})).toEqual({ all: null, fields: [] });
  });
});

describe('any agreement', () => {
  const word = fc.constantFrom('Lead', 'Site', 'Cook', 'Data', 'Chef', 'II', '—', 'C++');
  const text = fc.option(
    fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
    { nil: null },
  );
  const date = fc.constantFrom(null, '2019', '2019-03', '2019-03-04', '2021-05');
  const readings = fc.record({
    resume: fc.record({
      basics: fc.record({ name: text, email: text, phone: text, location: fc.option(fc.record({ raw: text })) }),
      work: fc.array(
        fc.record({ name: text, position: text, startDate: date, endDate: date, isCurrent: fc.boolean() }),
        { maxLength: 6 },
      ),
      education: fc.array(fc.record({ institution: text, studyType: text }), { maxLength: 4 }),
      skills: fc.array(
        text.map((name) => ({ canonical: name ?? '' })),
        { maxLength: 6 },
      ),
    }),
  });
  const rankings = fc
    .uniqueArray(fc.nat(14), { maxLength: 12 })
    .map((ids) => ({ matches: ids.map((id) => ({ jobId: `job_${id}` })) }));

  it('is the same from both sides, 1 for an answer and itself, and between 0 and 1', () => {
    fc.assert(
      fc.property(readings, readings, rankings, rankings, (one, other, ranking, otherRanking) => {
        for (const [there, back, self] of [
          [agreementOf('parse', one, other), agreementOf('parse', other, one), agreementOf('parse', one, one)],
          [
            agreementOf('match', ranking, otherRanking),
            agreementOf('match', otherRanking, ranking),
            agreementOf('match', ranking, ranking),
          ],
        ] as const) {
          expect(there).toEqual(back);
          expect(self.all ?? 1).toBe(1);
          for (const { agreement } of [...there.fields, ...self.fields]) {
            expect(agreement).toBeGreaterThanOrEqual(0);
            expect(agreement).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it('of resumes does not depend on the order of their lists', () => {
    fc.assert(
      fc.property(readings, readings, fc.infiniteStream(fc.nat()), (one, other, draws) => {
        const shuffled = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, at: draws.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ value }) => value);
        const { basics, work, education, skills } = one.resume;
        const mixed = {
          resume: { basics, work: shuffled(work), education: shuffled(education), skills: shuffled(skills) },
        };
        expect(agreementOf('parse', mixed, other)).toEqual(agreementOf('parse', one, other));
      }),
    );
  });

  it('names only fields that are declared', () => {
    fc.assert(
      fc.property(readings, readings, (one, other) => {
        const names: readonly string[] = agreementFields.parse;
        for (const { field } of agreementOf('parse', one, other).fields) expect(names).toContain(field);
      }),
    );
  });
});
