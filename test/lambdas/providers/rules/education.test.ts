import { findDegrees, readEducation } from '../../../../lambdas/providers/rules/education';
import { prepareLines } from '../../../../lambdas/providers/rules/lines';

const read = (text: string) =>
  readEducation(prepareLines(text.split('\n').map((line) => ({ text: line, page: 1 }))), true).map(
    ({ studyType, area, institution, start, end }) => [studyType, area, institution, start, end],
  );

describe('findDegrees', () => {
  test.each([
    ['Bachelor of Science in Computer Science', 'Bachelor of Science', 'Computer Science'],
    ['B.Tech in Mechanical Engineering, 2012', 'B.Tech', 'Mechanical Engineering'],
    ['MBA (Marketing)', 'MBA', 'Marketing'],
    ['Ph.D. in Corporate Law and Economics', 'Ph.D.', 'Corporate Law and Economics'],
    ['Diplom-Ingenieur', 'Diplom-Ingenieur', null],
    ['Licenciatura en Economía', 'Licenciatura', 'Economía'],
    ['Laurea magistrale in Fisica', 'Laurea magistrale', 'Fisica'],
    ['High School Diploma', 'High School Diploma', null],
  ])('reads %s', (text, degree, area) => {
    expect(findDegrees(text, true)[0]).toMatchObject({ degree, area });
  });

  test.each(['Boston, MA', 'as a buyer', 'Be on time', 'Masterful work', 'me and my team'])(
    'finds none in %j',
    (text) => {
      expect(findDegrees(text, true)).toEqual([]);
    },
  );
});

describe('readEducation', () => {
  const expected = [
    ['BSc', 'Mathematics', 'University of Emona', null, '2014'],
    ['MSc', 'Financial Mathematics', 'Foxgate College', null, '2016'],
  ];
  test.each([
    ['on one line', 'BSc Mathematics, University of Emona, 2014\nMSc Financial Mathematics, Foxgate College, 2016'],
    [
      'degree first',
      'BSc in Mathematics\nUniversity of Emona\n2014\nMSc in Financial Mathematics\nFoxgate College\n2016',
    ],
    [
      'school first',
      'University of Emona\nBSc in Mathematics, 2014\nFoxgate College\nMSc in Financial Mathematics, 2016',
    ],
  ])('reads entries %s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  test('keeps both ends of a range, and dates that stand before the entry', () => {
    expect(
      read('2009 - 2012\nBA in History\nFoxgate College\n2012 - 2014\nMA in History\nUniversity of Emona'),
    ).toEqual([
      ['BA', 'History', 'Foxgate College', '2009', '2012'],
      ['MA', 'History', 'University of Emona', '2012', '2014'],
    ]);
  });

  test.each([
    ['MBA in Finance, University of Utah, US', 'University of Utah'],
    ['BA in History, University of Munich, Germany', 'University of Munich'],
    ['BSc in Physics, University of California, Berkeley', 'University of California'],
  ])('keeps the place that is a part of the name in %s', (text, institution) => {
    expect(read(text)[0]?.[2]).toBe(institution);
  });

  test.each([
    ['Ed.D, Leadership, University of Emona, 2014', 'Ed.D'],
    ['M.L.S., University of Emona, 2014', 'M.L.S.'],
    ['B.S.Ed., Physical Education, University of Emona, 2014', 'B.S.Ed.'],
  ])('reads the degree of %s whole', (text, degree) => {
    expect(read(text)[0]?.[0]).toBe(degree);
  });

  test('reads the grade', () => {
    const lines = prepareLines([{ text: 'BSc Mathematics, University of Emona, 2014, GPA: 3.7/4.0', page: 1 }]);
    expect(readEducation(lines, true)[0]?.score).toBe('3.7/4.0');
  });

  test('asks for stronger evidence outside an education section', () => {
    const lines = prepareLines([{ text: 'Bachelor party planner', page: 1 }]);
    expect(readEducation(lines, false)).toEqual([]);
  });
});
