import { jobFactsVersion, jobTerms, readJob } from '../../../lambdas/domain/read-job';
import { aJob, knowledge, letterKnowledge } from '../../support/match-fixtures';

const AD = `About the role
You will build payment services in Java.
Requirements
- 5+ years of experience
- Strong PostgreSQL and Kubernetes
- No experience with Salesforce is required
- Bachelor's degree in computer science
- Fluent in German
Nice to have
- Apache Kafka
Benefits
- Python courses and health insurance`;

const ids = (skills: readonly { id: string }[]) => skills.map(({ id }) => id);
const read = (change: Parameters<typeof aJob>[0]) => readJob(aJob(change), knowledge);

describe('read-job', () => {
  it('takes demands from the requirements, wishes from "nice to have", and nothing from the benefits', () => {
    const facts = read({ title: 'Payment Specialist', description: AD });

    expect(ids(facts.mustHave)).toEqual(expect.arrayContaining(['postgresql', 'kubernetes']));
    expect(ids(facts.niceToHave)).toContain('apache-kafka');
    expect([...ids(facts.mustHave), ...ids(facts.niceToHave)]).not.toContain('python');
  });

  it('counts a skill of the duties as wanted where the job has a list of requirements', () => {
    expect(ids(read({ description: AD }).niceToHave)).toContain('java');
  });

  it('demands what it names anywhere when it has no list of requirements', () => {
    const facts = read({ description: 'We sell bread. You know Java and PostgreSQL.' });

    expect(ids(facts.mustHave)).toEqual(expect.arrayContaining(['java', 'postgresql']));
  });

  it('leaves out what is said not to matter', () => {
    const facts = read({ description: AD });

    expect([...ids(facts.mustHave), ...ids(facts.niceToHave)].filter((id) => id.startsWith('salesforce'))).toEqual([]);
  });

  it('reads years, degree and languages', () => {
    expect(read({ description: AD })).toMatchObject({
      experienceYears: { min: 5, max: null },
      education: 'bachelor',
      languages: ['de'],
    });
  });

  it('takes a field before the description, and points to it', () => {
    const facts = read({
      description: AD,
      mustHaveSkills: ['Go', 'Ledger gardening'],
      experienceYears: { min: 2 },
      education: 'master',
      languages: ['fr'],
      seniority: 'lead',
    });

    expect(facts.mustHave).toEqual([
      { id: 'go', name: 'Go', pointer: '/mustHaveSkills/0' },
      { id: 'x-ledger-gardening', name: 'Ledger gardening', pointer: '/mustHaveSkills/1' },
    ]);
    expect(facts).toMatchObject({
      experienceYears: { min: 2, max: null },
      education: 'master',
      languages: ['fr'],
      seniority: 'lead',
    });
  });

  it('takes an empty list of demands at its word', () => {
    expect(read({ description: AD, mustHaveSkills: [] }).mustHave).toEqual([]);
  });

  it('names each skill once, as a demand before a wish', () => {
    const facts = read({ mustHaveSkills: ['Java', 'java'], niceToHaveSkills: ['JAVA', 'Python'] });

    expect(ids(facts.mustHave)).toEqual(['java']);
    expect(ids(facts.niceToHave)).toEqual(['python']);
  });

  it('tells names of the role, languages and certificates from skills', () => {
    const facts = read({ mustHaveSkills: ['seo specialist', 'SEO', 'German'], description: 'PMP certification' });

    expect(facts.titles).toEqual(['Backend Developer', 'seo specialist']);
    expect(ids(facts.mustHave)).toEqual(['seo']);
    expect(facts.languages).toContain('de');
  });

  it('reads a list of key skills, those that no taxonomy knows too', () => {
    const facts = read({ title: 'Buyer', description: 'Key skills: purchase planning, sql, tekla drawing' });

    expect(ids(facts.mustHave)).toEqual(expect.arrayContaining(['x-purchase-planning', 'sql', 'x-tekla-drawing']));
  });

  it.each([
    [{ location: 'Hybrid - Oslo, Norway' }, 'hybrid', 'NO'],
    [{ location: 'Remote', countryCode: 'DE' }, 'remote', 'DE'],
    [{ remote: 'on-site' as const, location: 'Leeds' }, 'on-site', 'GB'],
    [{ title: 'Nurse (remote)' }, 'remote', undefined],
  ])('reads where and how the work is done from %j', (change, remote, countryCode) => {
    const facts = read(change);

    expect(facts.remote).toBe(remote);
    expect(facts.location?.countryCode).toBe(countryCode);
  });

  it('embeds what the work is, never the benefits', () => {
    const { embeddingText } = read({ description: AD });

    expect(embeddingText).toContain('payment services');
    expect(embeddingText).not.toContain('insurance');
  });

  it('packs the vectors of text and titles, or says that there is none', () => {
    expect(readJob(aJob(), letterKnowledge())).toMatchObject({
      embedding: expect.any(String),
      titleEmbedding: expect.any(String),
    });
    expect(read({})).toMatchObject({ embedding: null, titleEmbedding: null });
  });

  it('reads the same job the same way twice, and says by which version', () => {
    const facts = read({ description: AD });

    expect(read({ description: AD })).toEqual(facts);
    expect(facts.version).toBe(jobFactsVersion(knowledge));
  });

  it('has a term for each skill and each telling word of the title', () => {
    const job = aJob({ title: 'Senior Java Developer', mustHaveSkills: ['PostgreSQL'], niceToHaveSkills: [] });

    expect(jobTerms(job, readJob(job, knowledge))).toEqual(['skill:postgresql', 'title:developer', 'title:java']);
  });

  it('gives the town, in one spelling', () => {
    const job = aJob({ title: 'Cook', location: 'München, Germany', mustHaveSkills: [] });

    expect(jobTerms(job, readJob(job, knowledge))).toContain('city:munich');
  });
});
