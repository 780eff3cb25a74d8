import { leadsPeople, seniorityOf } from '../../../lambdas/domain/seniority';

describe('seniorityOf', () => {
  it.each([
    ['Software Engineering Intern', 'intern'],
    ['Junior Accountant', 'junior'],
    ['Graduate Engineer', 'junior'],
    ['Software Engineer II', 'mid'],
    ['Sr. Java Developer', 'senior'],
    ['Senior Nurse', 'senior'],
    ['Team Leader, Warehouse', 'lead'],
    ['Shift Supervisor', 'lead'],
    ['Store Manager', 'manager'],
    ['Director of Sales', 'director'],
    ['VP Marketing', 'director'],
    ['Chief Financial Officer', 'executive'],
    ['CEO', 'executive'],
  ])('reads the level of %s', (title, level) => {
    expect(seniorityOf(title)).toBe(level);
  });

  it.each(['Nurse', 'Welder', 'Project Manager', 'Account Executive', 'Executive Assistant', ''])(
    'states none for %j',
    (title) => {
      expect(seniorityOf(title)).toBeNull();
    },
  );
});

describe('leadsPeople', () => {
  it.each(['Ward Manager', 'Head Chef', 'Foreman', 'Director of Sales', 'Managing Director'])(
    'is true of a %s',
    (title) => {
      expect(leadsPeople(title)).toBe(true);
    },
  );

  it.each(['Account Manager', 'Project Manager', 'Nurse', 'Assistant to the Director', 'Executive Assistant'])(
    'is false of a %s',
    (title) => {
      expect(leadsPeople(title)).toBe(false);
    },
  );
});
