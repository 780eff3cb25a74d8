import { headingKind } from '../../../../lambdas/providers/rules/headings';

describe('headingKind', () => {
  test.each([
    ['WORK EXPERIENCE', 'work'],
    ['Employment History:', 'work'],
    ['11. Professional experience', 'work'],
    ['E X P E R I E N C E', 'work'],
    ['Academic Appointments', 'work'],
    ['P ROFE SSI ONAL E XPER IENCE', 'work'],
    ['Military Service', 'work'],
    ['Customer Service Experience', 'work'],
    ['Academic Qualifications', 'education'],
    ['Summary of Qualifications', 'summary'],
    ['Career Objective', 'summary'],
    ['Technical Skills', 'skills'],
    ['Programming Languages', 'skills'],
    ['Language skills', 'languages'],
    ['Licenses & Certifications', 'certificates'],
    ['Volunteer Experience', 'volunteer'],
    ['Honors/Awards', 'awards'],
    ['Personal Details', 'personal'],
    ['Berufserfahrung', 'work'],
    ['Formation', 'education'],
    ['Experiencia laboral', 'work'],
    ['Formação Acadêmica', 'education'],
    ['Competenze', 'skills'],
    ['Werkervaring', 'work'],
    ['職歴', 'work'],
    ['教育经历', 'education'],
    ['Career Progression', 'work'],
    ['Related Experience in Education', 'work'],
    ['Education and Degrees', 'education'],
  ])('takes %s for %s', (text, kind) => {
    expect(headingKind(text)).toBe(kind);
  });

  test.each([
    'Project Management',
    'Experience with large teams',
    'Harbour Bank Ltd',
    'Position',
    '2010 - 2012',
    '',
    'BA in Elementary Education',
    'Bachelor of Science: Elementary Education',
    '& Presentations',
  ])('takes %j for no heading', (text) => {
    expect(headingKind(text)).toBeUndefined();
  });
});
