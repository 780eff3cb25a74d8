import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readOccupations } from '../../../lambdas/reference/read-reference';

const occupations = readOccupations();

describe('occupations.json', () => {
  it('is at most 2.5 MB', () => {
    expect(statSync(join(__dirname, '../../../lambdas/reference/occupations.json')).size).toBeLessThanOrEqual(
      2_500_000,
    );
  });
});

describe('find', () => {
  it.each([
    ['Registered Nurse', '29-1141.00'],
    ['RN', '29-1141.00'],
    ['Senior Software Engineer', '15-1252.00'],
    ['Sr. Java Developer (Contract)', '15-1252.00'],
    ['Software Engineer at Example Ltd', '15-1252.00'],
    ['Director of Sales', '11-2022.00'],
    ['Welder', '51-4121.00'],
    ['Truck Driver', '53-3032.00'],
    ['Project Manager', '13-1082.00'],
    ['Paralegal', '23-2011.00'],
    ['Barista', '35-3023.01'],
  ])('knows the occupation of a %s', (title, code) => {
    expect(occupations.find(title)?.onet).toBe(code);
  });

  it('gives the ESCO occupation and its ISCO group too', () => {
    expect(occupations.find('welder')).toMatchObject({ isco: '7212', esco: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('is sure of a listed title and less so of one it had to shorten', () => {
    expect(occupations.find('Nurse')?.confidence).toBe(1);
    expect(occupations.find('Quantum Flux Nurse')?.confidence).toBeLessThan(0.6);
  });

  it.each(['', '   ', '2020', 'Example Ltd', 'constructor prototype', 'x'.repeat(5000)])(
    'knows none for %j',
    (text) => {
      expect(occupations.find(text)?.confidence ?? 0).toBeLessThan(0.9);
    },
  );

  it('takes "constructor" for a title, not for a property', () => {
    expect(() => occupations.find('constructor')).not.toThrow();
  });
});

describe('nearness', () => {
  it('is 1 for one title in two orders and at two levels', () => {
    expect(occupations.nearness('Sales Director', 'Director of Sales')).toEqual({
      similarity: 1,
      relation: 'same title',
    });
    expect(occupations.similarity('Senior Nurse', 'Nurse')).toBe(1);
  });

  it('falls with the distance of the occupations', () => {
    const same = occupations.similarity('Software Engineer', 'Java Developer');
    const close = occupations.similarity('Software Engineer', 'QA Engineer');
    const far = occupations.similarity('Software Engineer', 'Nurse');

    expect(same).toBeGreaterThan(close);
    expect(close).toBeGreaterThan(far);
    expect(far).toBe(0);
  });

  it('is symmetric and between 0 and 1', () => {
    const titles = ['Nurse', 'Line Cook', 'Senior Accountant', 'Head of Marketing', 'zzz', ''];
    for (const a of titles) {
      for (const b of titles) {
        expect(occupations.similarity(a, b)).toBe(occupations.similarity(b, a));
        expect(occupations.similarity(a, b)).toBeGreaterThanOrEqual(0);
        expect(occupations.similarity(a, b)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('isTitleLike', () => {
  it.each([
    'Senior Software Engineer',
    'Registered Nurse',
    'Sr. Java Developer (Contract)',
    'Shift Supervisor',
    'Head Chef',
  ])('is high for %s', (text) => {
    expect(occupations.isTitleLike(text)).toBeGreaterThan(0.6);
  });

  it.each([
    'Responsible for managing the team.',
    'Led a team of 5 engineers',
    'Example Corporation',
    'January 2020 - Present',
    'Python, Java, SQL',
    'Work Experience',
    'Bachelor of Science',
    '',
  ])('is low for %j', (text) => {
    expect(occupations.isTitleLike(text)).toBeLessThan(0.4);
  });
});

describe('isHeadNoun', () => {
  it('knows the words titles end with, in the singular and the plural', () => {
    expect(['engineer', 'Nurses', 'driver'].every(occupations.isHeadNoun)).toBe(true);
    expect(['python', 'experience', ''].some(occupations.isHeadNoun)).toBe(false);
  });
});
