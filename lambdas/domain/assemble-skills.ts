/** Skills with where, how long and when last they were used: those the resume lists and those its lines show. */
import type { Extraction } from './extraction';
import type { Grounding } from './grounding';
import { comparePartialDates, type MonthSpan, monthSpan, unionMonths } from './months';
import type { ParsedResume, ResumeSkill, Work } from './resume';
import type { Skill, SkillTaxonomy } from './skills';
import { linesToTell } from './telling-skills';
import { foldText, type TextLocator } from './text-locator';

interface Found {
  skill: ResumeSkill;
  spans: MonthSpan[];
}

/**
 * What the resume lists is kept as it is written: a listed name that the taxonomy counts to a skill listed before
 * ("Core Java" after "Java") is an entry of its own. Lines of work and projects add what they tell (`linesToTell`).
 * Sets `skillIds` of the work entries too.
 */
export function assembleSkills(
  extraction: Extraction,
  resume: { work: Work[]; projects: ParsedResume['projects'] },
  how: { ground: Grounding; locator: TextLocator; taxonomy: SkillTaxonomy; today: string },
): ResumeSkill[] {
  const { ground, locator, taxonomy, today } = how;
  const found = new Map<string, Found>();

  const make = (id: string, name: string, known: Skill | undefined, level: string | null): Found => {
    const isNamed = known !== undefined && known.id === id;
    const made: Found = {
      skill: {
        id,
        name,
        canonical: isNamed ? known.name : name,
        kind: known?.kind ?? null,
        taxonomy: isNamed ? known.taxonomy : [],
        level,
        monthsUsed: null,
        lastUsed: null,
        foundIn: [],
      },
      spans: [],
    };
    found.set(id, made);
    return made;
  };
  const ownId = (name: string) => `x-${foldText(name).replace(/ /g, '-').slice(0, 80)}`;
  const list = (name: string, known: Skill | undefined, level: string | null): void => {
    const before = known === undefined ? undefined : found.get(known.id);
    const isVariant = before !== undefined && foldText(before.skill.name) !== foldText(name);
    // The name itself takes the id over from the longer one that stood for it so far.
    const takesOver = isVariant && known !== undefined && foldText(known.name) === foldText(name);
    if (takesOver) make(ownId(before.skill.name), before.skill.name, known, before.skill.level);
    if (takesOver) found.delete(known.id);
    const id = known === undefined || (isVariant && !takesOver) ? ownId(name) : known.id;
    const entry = found.get(id) ?? make(id, name, known, level);
    entry.skill.level ??= level;
  };
  /** Notes every skill that a text names and that counts, and that it was used in a span of time. */
  const seen = new Map<string, number>();
  const scan = (
    text: string | null,
    pointer: string,
    used?: { span: MonthSpan | undefined; last: string | null },
  ): string[] =>
    taxonomy.find(text ?? '').flatMap((mention) => {
      const { skill, text: written } = mention;
      const times = (seen.get(skill.id) ?? 0) + 1;
      seen.set(skill.id, times);
      const known =
        found.get(skill.id) ?? (times >= linesToTell(mention) ? make(skill.id, written, skill, null) : undefined);
      if (known === undefined) return [];
      if (!known.skill.foundIn.includes(pointer)) known.skill.foundIn.push(pointer);
      if (used?.span) known.spans.push(used.span);
      if (used?.last && (known.skill.lastUsed === null || comparePartialDates(known.skill.lastUsed, used.last) < 0))
        known.skill.lastUsed = used.last;
      return [skill.id];
    });

  for (const { name, level } of extraction.skills) {
    if (locator.locate(name) === undefined) {
      ground.dropped.push(`/skills (${found.size})`);
      continue;
    }
    list(name.trim(), taxonomy.normalise(name), level !== null && locator.locate(level) ? level : null);
  }
  resume.work.forEach((work, index) => {
    const end = work.endDate ?? (work.isCurrent ? today : work.startDate);
    const used = { span: work.startDate && end ? monthSpan(work.startDate, end) : undefined, last: end };
    const texts: [string | null, string][] = [
      [work.position, `/work/${index}/position`],
      [work.summary, `/work/${index}/summary`],
      ...work.highlights.map((text, line): [string, string] => [text, `/work/${index}/highlights/${line}`]),
    ];
    work.skillIds = [...new Set(texts.flatMap(([text, pointer]) => scan(text, pointer, used)))];
  });
  resume.projects.forEach((project, index) => {
    scan(project.description, `/projects/${index}/description`);
    for (const [line, text] of project.highlights.entries()) scan(text, `/projects/${index}/highlights/${line}`);
  });

  return [...found.values()].map(({ skill, spans }, index) => {
    const place = locator.locate(skill.name);
    if (place) ground.note(`/skills/${index}`, place);
    return { ...skill, monthsUsed: spans.length > 0 ? unionMonths(spans) : null };
  });
}
