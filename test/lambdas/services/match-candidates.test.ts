import { matchCandidatesRequestSchema } from '../../../lambdas/domain/candidates';
import { profileFromResume } from '../../../lambdas/domain/profile-from-resume';
import { type ParsedResume, parsedResumeSchema } from '../../../lambdas/domain/resume';
import { scoreMatch } from '../../../lambdas/domain/score-match';
import type { CandidateStore } from '../../../lambdas/ports';
import { matchCandidates } from '../../../lambdas/services/match-candidates';
import { memoryJobs } from '../../support/fake-stores';
import { knowledge, scorable } from '../../support/match-fixtures';
import { aContext, clock } from '../../support/request-context';

const { job, facts } = scorable({ id: 'nurse', title: 'Ward Nurse', mustHaveSkills: ['wound care', 'triage'] });

function resume(label: string, skills: string[], id: string | null = null): ParsedResume {
  return parsedResumeSchema.parse({
    id,
    basics: { label },
    skills: skills.map((name) => ({ name, id: name.replace(' ', '-'), canonical: name, kind: 'hard' })),
  });
}

const stored = [
  resume('Welder', ['welding'], 'res_welder'),
  resume('Ward Nurse', ['wound care', 'triage'], 'res_fit'),
  resume('Ward Nurse', ['triage'], 'res_near'),
] as (ParsedResume & { id: string })[];

/** Resumes of one owner; more are there than are given when `there` says so. */
function store(owner: string, there = stored.length): CandidateStore & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    async getMany(by, ids) {
      return by === owner ? stored.filter(({ id }) => ids.includes(id)) : [];
    },
    async find(by, terms, ask) {
      asked.push({ terms, ...ask });
      return by === owner ? { resumes: stored, stored: there } : { resumes: [], stored: 0 };
    },
  };
}

async function rank(request: object, candidates = store(aContext().owner)) {
  const jobs = memoryJobs();
  await jobs.put(job, facts);
  const { id = 'nurse', ...body } = request as { id?: string };
  return matchCandidates(
    { jobs, candidates, knowledge, clock },
    { id, ...matchCandidatesRequestSchema.parse(body) },
    aContext(),
  );
}

describe('matchCandidates', () => {
  it('ranks all that the caller has stored, best first', async () => {
    const { candidates, jobId, searched, meta } = await rank({});

    expect(candidates.map(({ resumeId }) => resumeId)).toEqual(['res_fit', 'res_near', 'res_welder']);
    expect({ jobId, searched }).toEqual({ jobId: 'nurse', searched: 3 });
    expect(meta).toMatchObject({ provider: null, costUsd: 0, degraded: false, warnings: [] });
  });

  it('gives each pair the score and the id that a match for the candidate gives it', async () => {
    const { candidates } = await rank({ weights: { skills: 3 } });

    for (const one of stored) {
      const profile = profileFromResume(one, knowledge);
      const match = scoreMatch(profile, { job, facts }, { knowledge, weights: { skills: 3 }, resumeId: one.id });
      const { id, score, reproducibility } = match;
      expect(candidates.find(({ resumeId }) => resumeId === one.id)).toMatchObject({ id, score, reproducibility });
    }
  });

  it('asks for those that share words and skills with the job', async () => {
    const candidates = store(aContext().owner);
    await rank({}, candidates);

    expect(candidates.asked).toEqual([{ terms: expect.any(Map), limit: 200 }]);
    const [{ terms }] = candidates.asked as [{ terms: Map<string, number> }];
    expect([...terms.keys()]).toEqual(expect.arrayContaining(['title:nurse', 'skill:wound-care']));
  });

  it('says how many there are when not all were scored', async () => {
    const { meta } = await rank({}, store(aContext().owner, 10_000));

    expect(meta.warnings).toEqual([expect.stringContaining('Of 10000 stored resumes the 3 were scored')]);
  });

  it('ranks only those that are named, and says that some are not there', async () => {
    const { candidates, searched, meta } = await rank({ resumeIds: ['res_near', 'res_gone', 'res_near'] });

    expect(candidates.map(({ resumeId }) => resumeId)).toEqual(['res_near']);
    expect(searched).toBe(1);
    expect(meta.warnings).toEqual(['1 of the resumes that were named are not there, or have expired.']);
  });

  it('ranks only those that are sent, by their place, ties in the order sent', async () => {
    const sent = [resume('Welder', []), resume('Ward Nurse', ['triage']), resume('Ward Nurse', ['triage'])];
    const { candidates, searched } = await rank({ resumes: sent });

    expect(candidates.map(({ index, resumeId }) => [index, resumeId])).toEqual([
      [1, null],
      [2, null],
      [0, null],
    ]);
    expect(searched).toBe(3);
  });

  it('ranks those that are named and those that are sent in one list', async () => {
    const { candidates } = await rank({
      resumeIds: ['res_near'],
      resumes: [resume('Ward Nurse', ['triage', 'wound care'])],
    });

    expect(candidates.map(({ index, resumeId }) => index ?? resumeId)).toEqual([0, 'res_near']);
  });

  it('keeps to limit and least score', async () => {
    const { candidates: one } = await rank({ limit: 1 });
    const { candidates: good } = await rank({ minScore: (one[0]?.score ?? 0) - 1 });

    expect([one.length, good.length]).toEqual([1, 1]);
  });

  it('finds nothing for a caller who has stored nothing', async () => {
    expect(await rank({}, store('tenant-b/user-9'))).toMatchObject({ candidates: [], searched: 0 });
  });

  it('knows no job that is not there', async () => {
    await expect(rank({ id: 'none' })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});
