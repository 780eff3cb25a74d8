import { inFormat, jsonResumeSchema, toJsonResume } from '../../../lambdas/domain/json-resume';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';

/** The names of the sections in https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json */
const sections =
  '$schema basics work volunteer education awards certificates publications skills languages interests references projects meta';

const resume = parsedResumeSchema.parse({
  id: 'res_1',
  basics: { name: 'Maren Vogt', email: 'maren.vogt@example.com', profiles: [] },
  projects: [
    { name: 'Ward app', description: null, startDate: '2021', endDate: null, url: null, highlights: ['Built it'] },
  ],
  certificates: [{ name: 'ACLS', issuer: null, date: '2020-05' }],
});

describe('json-resume', () => {
  it('has only names of JSON Resume, and nothing that is unknown', () => {
    const json = toJsonResume(resume);

    expect(sections.split(' ')).toEqual(expect.arrayContaining(Object.keys(json)));
    expect(sections.split(' ')).toEqual(expect.arrayContaining(Object.keys(jsonResumeSchema.shape)));
    expect(json).toMatchObject({
      basics: { name: 'Maren Vogt', email: 'maren.vogt@example.com' },
      projects: [{ name: 'Ward app', startDate: '2021', highlights: ['Built it'] }],
      certificates: [{ name: 'ACLS', date: '2020-05' }],
    });
    expect(JSON.stringify(json)).not.toMatch(/null|\[\]|\{\}|derived|quality/);
    expect(jsonResumeSchema.safeParse(json).error).toBeUndefined();
  });

  it('keeps the id beside the document, and leaves the native form as it is', () => {
    expect(inFormat({ resume }, 'jsonresume')).toEqual({ id: 'res_1', resume: toJsonResume(resume) });
    expect(inFormat({ resume }, 'native')).toEqual({ resume });
  });
});
