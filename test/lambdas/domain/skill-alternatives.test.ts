import { readJob } from '../../../lambdas/domain/read-job';
import { scoreMatch } from '../../../lambdas/domain/score-match';
import { alternatives, splitAlternatives } from '../../../lambdas/domain/skill-alternatives';
import { aJob, aProfile, knowledge, scorable } from '../../support/match-fixtures';

const { taxonomy } = knowledge;
const choices = (text: string) =>
  alternatives(text, taxonomy.find(text)).map((choice) => choice.map(({ skill }) => skill.id).join(' | '));

describe('alternatives', () => {
  it.each([
    ['Strong Java or Kotlin', ['java | kotlin']],
    ['Java, Kotlin, or Scala, and PostgreSQL', ['java | kotlin | scala', 'postgresql']],
    ['Experience with AWS/Azure', ['aws | microsoft-azure']],
    ['At least one of the following: Java, Go and Rust', ['java | go | rust']],
    ['One of Java, Python', ['java | python']],
    ['Java, Python and SQL', ['java', 'python', 'sql']],
    ['Python and Java or Kotlin', ['python', 'java | kotlin']],
    ['HTML/CSS', ['html', 'css']],
    ['Java. Or so we thought: Python', ['java', 'python']],
  ])('reads %s', (text, expected) => {
    expect(choices(text)).toEqual(expected);
  });

  it('parts an item of a list only where all of it is a choice', () => {
    expect(splitAlternatives('Java or Kotlin', taxonomy)).toEqual(['Java', 'Kotlin']);
    expect(splitAlternatives('Java or the like', taxonomy)).toEqual(['Java or the like']);
    expect(splitAlternatives('CI/CD', taxonomy)).toEqual(['CI/CD']);
    expect(splitAlternatives('Java', taxonomy)).toEqual(['Java']);
  });
});

describe('a demand that either skill meets', () => {
  const job = { title: 'Porter', mustHaveSkills: ['Java or Kotlin'], niceToHaveSkills: [] };
  const against = (skills: string[]) => scoreMatch(aProfile({ skills }), scorable(job), { knowledge });

  it.each([['Java'], ['Kotlin']])('is met by %s, and shown as one', (skill) => {
    const found = against([skill]);

    expect(found.requirements).toMatchObject([{ id: 'skill:java', text: 'Java or Kotlin', status: 'met' }]);
    expect(found.skills).toMatchObject({ matched: [{ name: skill }], missing: [], extra: [] });
    expect(found.categories[0]).toMatchObject({
      score: 100,
      evidence: [{ fact: `The resume shows ${skill}; the job asks for Java or Kotlin.` }],
    });
  });

  it('is missing once when neither is shown', () => {
    const found = against(['Baking']);

    expect(found.skills.missing).toEqual([{ id: 'java', name: 'Java or Kotlin', importance: 'must' }]);
    expect(found.knockouts).toEqual([
      { requirementId: 'skill:java', reason: 'The resume does not show Java or Kotlin.' },
    ]);
  });

  it('is read from a description, and dropped where one of them is demanded by itself', () => {
    const read = (description: string) =>
      readJob(aJob({ title: 'Porter', description }), knowledge).mustHave.map(({ id, orElse }) => [
        id,
        ...(orElse ?? []).map((other) => other.id),
      ]);

    expect(read('Requirements:\n- Java or Kotlin\n- PostgreSQL')).toEqual([['java', 'kotlin'], ['postgresql']]);
    expect(read('Requirements:\n- Strong Java\n- Java or Kotlin')).toEqual([['java']]);
  });
});
