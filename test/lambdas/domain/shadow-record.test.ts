import { agreementOf, type Comparable } from '../../../lambdas/domain/agreement';
import { comparedSchemas } from '../../../lambdas/domain/shadow';
import { differencesOf, shadowRecordSchema } from '../../../lambdas/domain/shadow-record';
import { canaries, canary, leaksIn } from '../../privacy/canaries';
import { wordlessKnowledge } from '../../support/knowledge';

const known = wordlessKnowledge();
const EMPTY: Comparable['parse'] = {
  resume: { basics: { name: null, email: null, phone: null, location: null }, work: [], education: [], skills: [] },
};
const position = (name: string, title: string) => ({
  name,
  position: title,
  startDate: '2019-03',
  endDate: null,
  isCurrent: true,
});
const PERISCOPES: Comparable['parse'] = {
  resume: {
    basics: {
      name: canary('name'),
      email: canary('e-mail'),
      phone: canary('telephone'),
      location: { raw: `${canary('street')}, Leeds` },
    },
    work: [position(`${canary('name')} Ltd`, 'Registered Nurse'), position('Harbour Works', canary('work history'))],
    education: [{ institution: canary('job'), studyType: `BSc, ${canary('phrase')}` }],
    skills: [{ canonical: 'Python' }, { canonical: canary('text to embed') }, { canonical: canary('name') }],
  },
};

function recordOf(current: Comparable['parse'], aws: Comparable['parse']) {
  const agreement = agreementOf('parse', current, aws);
  const fields = differencesOf('parse', { current, aws }, agreement, known);
  return { fields, of: (name: string) => fields.find(({ field }) => field === name) };
}

describe('a record of two answers', () => {
  it('has words of our own lists, and counts of all others', () => {
    const { of } = recordOf(EMPTY, PERISCOPES);

    expect(of('skills')).toEqual({
      field: 'skills',
      agreement: 0,
      same: 0,
      only: { current: [], aws: ['Python'] },
      withheld: { current: 0, aws: 2 },
    });
    expect(of('titles')).toMatchObject({ only: { aws: ['Registered Nurses'] }, withheld: { aws: 1 } });
    expect(of('degrees')).toMatchObject({ only: { aws: ['bachelor'] }, withheld: { aws: 0 } });
    expect(of('employers')).toMatchObject({ only: { aws: [] }, withheld: { aws: 2 } });
  });

  it.each(['name', 'email', 'phone', 'location'])('says of a %s that it differs, and no more', (field) => {
    expect(recordOf(EMPTY, PERISCOPES).of(field)).toEqual({
      field,
      agreement: 0,
      same: 0,
      only: { current: [], aws: [] },
      withheld: { current: 0, aws: 1 },
    });
  });

  it('says how many dates of a position differ, not which', () => {
    const later = structuredClone(PERISCOPES);
    for (const entry of later.resume.work) entry.startDate = '2020-01';

    expect(recordOf(PERISCOPES, later).of('dates')).toEqual({
      field: 'dates',
      agreement: 0.5,
      same: 1,
      only: { current: [], aws: [] },
      withheld: { current: 1, aws: 1 },
    });
  });

  it('counts what is the same, and leaves out what neither has', () => {
    const { fields, of } = recordOf(PERISCOPES, PERISCOPES);
    expect(of('skills')).toMatchObject({ agreement: 1, same: 3, only: { current: [], aws: [] } });
    expect(fields).toHaveLength(10);
    expect(recordOf(EMPTY, EMPTY).fields).toEqual([]);
  });

  it('holds nothing that leads to a person, whichever arm says it, in whichever field', () => {
    // The phrase names an occupation, and so is a word of our own lists.
    for (const { value } of canaries.filter(({ what }) => what !== 'phrase')) {
      const everywhere: Comparable['parse'] = {
        resume: {
          basics: { name: value, email: value, phone: value, location: { raw: value } },
          work: [position(value, value)],
          education: [{ institution: value, studyType: value }],
          skills: [{ canonical: value }],
        },
      };
      for (const other of [EMPTY, PERISCOPES]) {
        expect(leaksIn(JSON.stringify(recordOf(everywhere, other).fields))).toEqual([]);
        expect(leaksIn(JSON.stringify(recordOf(other, everywhere).fields))).toEqual([]);
      }
    }
  });

  it('names the jobs of a match, which are nobody', () => {
    const answer = (...ids: string[]) => ({ matches: ids.map((jobId) => ({ jobId })) });
    const [current, aws] = [answer('a', 'b'), answer('b', 'c')];
    const fields = differencesOf('match', { current, aws }, agreementOf('match', current, aws), known);

    expect(fields).toMatchObject([
      { field: 'best', same: 0, only: { current: ['a'], aws: ['b'] } },
      { field: 'top10', same: 1, only: { current: ['a'], aws: ['c'] } },
    ]);
  });

  it('has of an expansion the words that our own lists have', () => {
    const answer = (title: string, name: string) => ({ titles: [{ title }], skills: [{ name }] });
    const [current, aws] = [answer('Registered Nurse', 'Python'), answer(canary('file name'), canary('name'))];
    const fields = differencesOf('expand', { current, aws }, agreementOf('expand', current, aws), known);

    expect(fields).toMatchObject([
      { field: 'titles', only: { current: ['Registered Nurses'], aws: [] }, withheld: { current: 0, aws: 1 } },
      { field: 'skills', only: { current: ['Python'], aws: [] }, withheld: { current: 0, aws: 1 } },
    ]);
  });

  it('has of an explanation the numbers of the facts', () => {
    const answer = (...facts: string[]) => ({ explanation: { strengths: [{ facts }], concerns: [] } });
    const [current, aws] = [answer('f1', 'f2'), answer('f2', canary('phrase'))];
    const fields = differencesOf('explain', { current, aws }, agreementOf('explain', current, aws), known);

    expect(fields).toMatchObject([
      { field: 'strengths', same: 1, only: { current: ['f1'], aws: [] }, withheld: { current: 0, aws: 1 } },
    ]);
  });

  it('can hold no other words', () => {
    const side = {
      provider: 'bedrock',
      model: 'm',
      promptVersion: 'parse-1',
      latencyMs: 900,
      costUsd: 0.001,
      failed: false,
    };
    const record = {
      id: 'r',
      at: '2026-11-22T10:00:00.000Z',
      why: 'drawn',
      capability: 'parse',
      arm: 'aws',
      sides: { current: side, aws: side },
      agreement: 0.3,
      fields: recordOf(EMPTY, PERISCOPES).fields,
    };

    expect(shadowRecordSchema.parse(record)).toEqual(record);
    expect(shadowRecordSchema.safeParse({ ...record, owner: 'tenant/user' }).success).toBe(false);
    expect(shadowRecordSchema.safeParse({ ...record, requestId: 'r-1' }).success).toBe(false);
  });
});

it('an answer on its way to be compared is cut down to what is compared', () => {
  const whole = { ...PERISCOPES, meta: {}, resume: { ...PERISCOPES.resume, references: [{ name: 'Referee' }] } };
  expect(comparedSchemas.parse.parse(whole)).toEqual(PERISCOPES);
  const matches = Array.from({ length: 30 }, (_, n) => ({ jobId: `job-${n}`, score: n, evidence: [] }));
  expect(comparedSchemas.match.parse({ matches }).matches).toEqual(
    matches.slice(0, 10).map(({ jobId }) => ({ jobId })),
  );
});
