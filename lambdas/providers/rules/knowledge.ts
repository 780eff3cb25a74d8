/** What the rules look things up in. */
import type { Titles } from '../../domain/knowledge';
import type { SkillTaxonomy } from '../../domain/skills';

/** The part of the occupations the rules need: how much a text reads like a job title, 0 to 1. */
export interface Occupations {
  isTitleLike(text: string): number;
}

export interface RulesKnowledge {
  taxonomy: SkillTaxonomy;
  occupations: Occupations;
}

/** And what expanding a phrase needs. */
export interface TaskKnowledge extends RulesKnowledge {
  occupations: Occupations & Pick<Titles, 'near'>;
}
