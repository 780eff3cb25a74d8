/** What the taxonomy and the occupations know of a search phrase: titles of the same work, and skills that go with it. */
import type { Knowledge, NearTitle } from './knowledge';
import { phraseParts } from './profile-from-query';
import type { Skill, SkillTaxonomy } from './skills';

export interface RelatedSkill {
  skill: Skill;
  /** `named` in the phrase, the `work of the title`, or how the taxonomy relates it to one of these. */
  relation: string;
}

export interface RelatedWork {
  /** Nearest first; the phrase's own title is not among them. */
  titles: NearTitle[];
  /** Named ones, the work of the title, then what is related to them, nearest first. */
  skills: RelatedSkill[];
}

/** From this nearness on, a skill goes with another. */
const NEAR_SKILL = 0.5;
/** Characters of the phrase that are looked at. */
const LONGEST = 1000;

/** Words at the end of a title that are looked at. */
const MOST_WORDS = 4;

/** What someone with such a title does: "data analyst" does data analysis. The first ending that fits. */
const WORK_OF: readonly (readonly [RegExp, string])[] = [
  [/nurse$/, 'nursing'],
  [/(?<= )manager$/, 'management'],
  [/(?<= )developer$/, 'development'],
  [/(?<= )designer$/, 'design'],
  [/(?<= )analyst$/, 'analysis'],
  [/(?<= )operator$/, 'operation'],
  [/(?<!opera)tor$/, 'tion'],
  [/(?<=[a-z]{4})ist$/, 'y'],
  [/(?:er|or|ant)$/, 'ing'],
];

/** Pure and deterministic. Neither place nor way of working is looked at. */
export function relatedWork(
  query: string,
  { taxonomy, occupations }: Pick<Knowledge, 'taxonomy'> & { occupations: Pick<Knowledge['occupations'], 'near'> },
): RelatedWork {
  const { title, withoutPlace } = phraseParts(query.slice(0, LONGEST));
  const titles = occupations.near(title).filter((near) => near.title !== title.toLowerCase());
  const named = taxonomy.find(withoutPlace).map(({ skill }) => ({ skill, relation: 'named' }));
  const work = workOf(title, taxonomy) ?? workOf(titles[0]?.title ?? '', taxonomy);
  const done = work === undefined ? [] : [{ skill: work, relation: 'work of the title' }];
  const own = unique([...named, ...done]).filter(({ skill }) => isTelling(skill));
  const near = own
    .flatMap(({ skill }) => skill.related)
    .filter(({ similarity }) => similarity >= NEAR_SKILL)
    .sort((a, b) => b.similarity - a.similarity)
    .flatMap(({ id, relation }): RelatedSkill[] => {
      const skill = taxonomy.get(id);
      return skill === undefined || !isTelling(skill) ? [] : [{ skill, relation }];
    });
  return { titles, skills: unique([...own, ...near]) };
}

/** A soft skill stands in every ad, so it tells none from another; a language is no part of the work. */
const isTelling = ({ kind }: Skill) => kind !== 'soft' && kind !== 'language';

/** The longest name that is known: of "surgical ward nurse" that of the ward nurse before that of the nurse. */
function workOf(title: string, taxonomy: Pick<SkillTaxonomy, 'normalise'>): Skill | undefined {
  const words = title.toLowerCase().split(' ').slice(-MOST_WORDS);
  for (let from = 0; from < words.length; from++) {
    const part = words.slice(from).join(' ');
    const ending = WORK_OF.find(([pattern]) => pattern.test(part));
    const skill = ending && taxonomy.normalise(part.replace(ending[0], ending[1]));
    if (skill?.kind === 'hard') return skill;
  }
  return undefined;
}

/** Each skill once, where it came first. */
function unique(skills: readonly RelatedSkill[]): RelatedSkill[] {
  const seen = new Set<string>();
  return skills.filter(({ skill }) => !seen.has(skill.id) && seen.add(skill.id));
}
