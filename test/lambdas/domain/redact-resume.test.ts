import { redactResume } from '../../../lambdas/domain/redact-resume';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';

const resume = parsedResumeSchema.parse({
  id: 'res_1',
  basics: {
    name: 'Marta Oliveira',
    nameParts: { given: 'Marta', family: 'Oliveira' },
    email: 'marta@example.com',
    emails: ['marta@example.com'],
    phone: '+351 210 555 0100',
    phones: [{ raw: '+351 210 555 0100', e164: '+3512105550100', countryCode: 'PT' }],
    location: { raw: 'Lisbon, Portugal', city: 'Lisbon', countryCode: 'PT' },
    summary:
      'Marta Oliveira has nursed since 2009 - 2016 abroad. Write to marta@example.com or call +351 210 555 0100.',
  },
  work: [
    {
      id: 'w1',
      name: 'Oliveira & Sons',
      position: 'Nurse',
      startDate: '2016-03',
      endDate: '2020',
      highlights: ['Trained by marta herself, see https://example.com/marta'],
    },
  ],
  references: [{ name: 'Dr Rui Costa', reference: 'Excellent' }],
  provenance: {
    '/basics/name': {
      confidence: 1,
      quote: 'Marta Oliveira',
      page: 1,
      line: 1,
      span: [0, 14],
      method: 'rule',
      verified: true,
    },
  },
});

describe('redact-resume', () => {
  it('leaves no trace of name, contact data, links, address or referees', () => {
    const text = JSON.stringify(redactResume(resume));

    for (const trace of ['Marta', 'marta', 'Oliveira', 'example.com', '555', 'Lisbon', 'Rui', 'Costa']) {
      expect(text).not.toContain(trace);
    }
  });

  it('keeps the facts that matching needs, and the shape', () => {
    const redacted = redactResume(resume);

    expect(parsedResumeSchema.parse(redacted)).toEqual(redacted);
    expect(redacted.work[0]).toMatchObject({ id: 'w1', position: 'Nurse', startDate: '2016-03', endDate: '2020' });
    expect(redacted.basics.location?.countryCode).toBe('PT');
    expect(redacted.basics.summary).toContain('2009 - 2016');
  });

  it('does not change the resume it was given', () => {
    const before = structuredClone(resume);

    redactResume(resume);

    expect(resume).toEqual(before);
  });
});
