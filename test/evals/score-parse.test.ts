import { type Prediction, scoreResumes, scoreTable } from '../../evals/score-parse';

const prediction: Prediction = {
  id: 'a',
  parsed: {
    contact: { name: 'Ada Quill', email: 'ada@example.com', phone: '+44 1632 960123', location: 'Leeds, UK' },
    skills: ['Python', 'Whittling'],
    experience: [{ company: 'Harbour Foods Ltd', title: 'Buyer', start: '2012-05', end: null }],
    education: [{ institution: 'University of Emona', degree: 'BSc', field: 'Mathematics', endDate: '2014-06' }],
    yearsOfExperience: null,
  },
};

describe('scoreResumes', () => {
  test('counts what is right, missing and too much', () => {
    const scores = scoreResumes(
      [
        {
          id: 'a',
          gold: {
            name: 'ada quill',
            skills: ['python', 'SQL'],
            companies: ['Other Ltd'],
            degrees: ['BSc in Mathematics'],
            graduationYears: [2014],
          },
        },
      ],
      [prediction],
    );
    expect(scores).toMatchObject({
      name: { gold: 1, predicted: 1, hits: 1 },
      skills: { gold: 2, predicted: 2, hits: 1 },
      companies: { gold: 1, predicted: 1, hits: 0 },
      degrees: { gold: 1, hits: 1 },
      graduationYears: { hits: 1 },
      email: { gold: 0, predicted: 0 },
    });
  });

  test('takes a phone number by its digits and a place by a part of it', () => {
    const scores = scoreResumes([{ id: 'a', gold: { phone: '01632 960 123', location: 'Leeds' } }], [prediction]);
    expect([scores.phone.hits, scores.location.hits]).toEqual([1, 1]);
  });

  test('counts a case without a prediction as missed', () => {
    expect(scoreResumes([{ id: 'b', gold: { name: 'Bea Finch' } }], [prediction]).name).toEqual({
      gold: 1,
      predicted: 0,
      hits: 0,
    });
  });

  test('are printed one row a field', () => {
    expect(scoreTable('x', { name: { gold: 2, predicted: 1, hits: 1 } })).toContain('100.0   50.0   66.7');
  });
});
