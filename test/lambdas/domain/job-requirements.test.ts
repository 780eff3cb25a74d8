import {
  experienceYears,
  requiredDegree,
  requiredLanguages,
  statedPlace,
  wayOfWorking,
} from '../../../lambdas/domain/job-requirements';
import { jobSentences } from '../../../lambdas/domain/job-text';

const asked = (text: string) => jobSentences(`Requirements\n${text}`);

describe('experienceYears', () => {
  it.each([
    ['5+ years of experience in retail', { min: 5, max: null }],
    ['At least three years of experience', { min: 3, max: null }],
    ['3-5 years experience with Java', { min: 3, max: 5 }],
    ['2 to 4 years of relevant work experience', { min: 2, max: 4 }],
    ['Five (5) years of nursing experience', { min: 5, max: null }],
    ['Mindestens 3 Jahre Berufserfahrung', { min: 3, max: null }],
    ['3 Jahren Berufserfahrung', { min: 3, max: null }],
    ['5 years of experience in total and 3 years of experience with SAP', { min: 5, max: null }],
    ['10 years of experience are a plus', null],
    ['We have 40 years of experience in lifts', null],
    ['You are at least 18 years old', null],
    ['No years of experience needed', null],
  ])('reads "%s"', (text, years) => {
    expect(experienceYears(asked(text))).toEqual(years);
  });
});

describe('requiredDegree', () => {
  it.each([
    ["Bachelor's degree in accounting", 'bachelor'],
    ['BS or MS in Computer Science', 'bachelor'],
    ["Master's degree or PhD in statistics", 'master'],
    ['BA/BS degree or equivalent practical experience', 'bachelor'],
    ['High school diploma or GED', 'secondary'],
    ['Good knowledge of MS Office and MS Project', null],
    ['No degree required', null],
    ["A Master's degree is a plus", null],
    ['Six sigma green belt', null],
  ])('reads "%s" as %s', (text, level) => {
    expect(requiredDegree(asked(text))).toBe(level);
  });
});

describe('requiredLanguages', () => {
  it.each([
    ['Fluent in German and English', ['de', 'en']],
    ['Excellent written and spoken French', ['fr']],
    ['German C1', ['de']],
    ['Spanish speaking', ['es']],
    ['Dutch is a plus', []],
    ['Knowledge of French cuisine is not required', []],
    ['Fluent in Java', []],
  ])('reads "%s"', (text, codes) => {
    expect(requiredLanguages(asked(text))).toEqual(codes);
  });
});

describe('statedPlace', () => {
  it('reads a labelled place', () => {
    expect(statedPlace('Cook wanted.\nLocation: Porto, Portugal\nStart soon.')).toEqual({
      raw: 'Porto, Portugal',
      city: 'Porto',
      countryCode: 'PT',
    });
  });

  it('reads where the job is based', () => {
    expect(statedPlace('The position is based in Cape Town and starts in May.')).toMatchObject({ countryCode: 'ZA' });
  });

  it('does not take a town that is merely named', () => {
    expect(statedPlace('Our customers come from Paris and London.')).toBeNull();
  });
});

describe('wayOfWorking', () => {
  it.each([
    ['This is a fully remote position.', 'remote'],
    ['Work from home.', 'remote'],
    ['Hybrid work, two days in Leeds.', 'hybrid'],
    ['This is not a remote position.', 'on-site'],
    ['On-site position, remote work possible later.', 'on-site'],
    ['You maintain remote sensors.', null],
  ])('reads "%s" as %s', (text, mode) => {
    expect(wayOfWorking(text)).toBe(mode);
  });
});
