import { extractionSchema } from '../../../lambdas/domain/extraction';
import { MIN_RESUME_PROBABILITY, resumeProbability } from '../../../lambdas/domain/resume-probability';

const probability = (values: object, text: string) => resumeProbability(extractionSchema.parse(values), text);

describe('resume-probability', () => {
  it('accepts a resume without any contact data', () => {
    const values = {
      work: [{ company: 'Acme', title: 'Welder', start: '2015', end: '2019' }],
      education: [{ institution: 'Trade School' }],
    };

    expect(probability(values, 'Welder, Acme, 2015 - 2019')).toBeGreaterThan(0.5);
  });

  it('accepts a short note of a name, an e-mail address and skills', () => {
    expect(
      probability({ name: 'Ana Gomez', emails: ['ana@example.com'], skills: [{ name: 'Python' }] }, 'Ana Gomez'),
    ).toBeGreaterThan(MIN_RESUME_PROBABILITY);
  });

  it('refuses a job ad, even one that names an address and skills', () => {
    const ad =
      'We are looking for a nurse. You will join our team. The ideal candidate has Epic. Apply now. We offer a pension.';

    expect(
      probability(
        { emails: ['jobs@example.com'], skills: [{ name: 'Epic' }, { name: 'Triage' }, { name: 'CPR' }] },
        ad,
      ),
    ).toBeLessThan(MIN_RESUME_PROBABILITY);
  });

  it('refuses a file that only names a few tools', () => {
    const values = { skills: [{ name: 'TypeScript' }, { name: 'Jest' }, { name: 'Node.js' }] };

    expect(probability(values, '{ "dependencies": { "typescript": "7", "jest": "30" } }')).toBeLessThan(
      MIN_RESUME_PROBABILITY,
    );
  });

  it('refuses an invoice and an empty reading', () => {
    expect(probability({}, 'Invoice number 12, amount due 300 EUR, subtotal 250')).toBeLessThan(MIN_RESUME_PROBABILITY);
    expect(probability({}, 'lorem ipsum')).toBeLessThan(MIN_RESUME_PROBABILITY);
  });
});
