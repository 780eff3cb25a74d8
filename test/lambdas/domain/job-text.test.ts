import { askedFor, classifyHeading, jobSentences } from '../../../lambdas/domain/job-text';
import { expectLinear } from '../../support/growth';

const sections = (text: string) => jobSentences(text).map(({ section, text: sentence }) => `${section}: ${sentence}`);

describe('job-text', () => {
  it('puts each sentence under the heading above it', () => {
    expect(
      sections(
        'We repair lifts.\nWhat you will do\n- Visit customers\n- Write reports\nRequirements\nA trade certificate.\nNice to have:\nA driving licence\nWhat we offer\nA company van',
      ),
    ).toEqual([
      'other: We repair lifts.',
      'duties: Visit customers',
      'duties: Write reports',
      'requirements: A trade certificate.',
      'nice: A driving licence',
      'benefits: A company van',
    ]);
  });

  it('finds headings inside running text that lost its line breaks', () => {
    expect(sections('Join us.Key Responsibilities: Bake bread.Preferred qualifications: Pastry skills.')).toEqual([
      'other: Join us.',
      'duties: Bake bread.',
      'nice: Pastry skills.',
    ]);
  });

  it('takes a bullet that ends like a heading for a bullet', () => {
    expect(sections('Requirements\nStrong communication skills\nClean driving record')).toEqual([
      'requirements: Strong communication skills',
      'requirements: Clean driving record',
    ]);
  });

  it('knows sentences about leave, insurance and rights wherever they stand', () => {
    expect(sections('Requirements\nWelding.\nHealth insurance and paid time off from day one.')).toEqual([
      'requirements: Welding.',
      'legal: Health insurance and paid time off from day one.',
    ]);
  });

  it.each([
    ['Anforderungen', 'requirements'],
    ['Wir bieten', 'benefits'],
    ['About the role', 'duties'],
    ['About us', 'company'],
    ['About you', 'requirements'],
    ['Key skills', 'skills'],
    ['Bonus points', 'nice'],
    ['Equal opportunity', 'legal'],
    ['Monday', null],
    ['A sentence with more than six words says requirements', null],
  ])('reads the heading %s as %s', (heading, section) => {
    expect(classifyHeading(heading)).toBe(section);
  });

  it.each([
    ['Java is required, Kotlin is a plus', 'Java', 'must'],
    ['Java is required, Kotlin is a plus', 'Kotlin', 'nice'],
    ['Ideally some Terraform', 'Terraform', 'nice'],
    ['No experience with Salesforce is required', 'Salesforce', 'no'],
    ['Excel is not required', 'Excel', 'no'],
    ['Not only Python but also R', 'Python', 'must'],
    ['Including but not limited to Python', 'Python', 'must'],
  ])('in "%s" %s is %s', (text, word, asked) => {
    const start = text.indexOf(word);

    expect(askedFor({ text, section: 'requirements', heading: '' }, start, start + word.length)).toBe(asked);
  });

  it.each(['a ', 'A: ', ': ', '\n', '•', 'no ', 'Requirements '])(
    'reads a text of %j only in time that grows with the length',
    (unit) => {
      expectLinear(12_500, (size) => unit.repeat(size / unit.length), jobSentences);
    },
  );
});
