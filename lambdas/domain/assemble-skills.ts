/** Skills with where, how long and when last they were used: those the resume lists and those its lines show. */
import type { Extraction } from './extraction';
import type { Grounding } from './grounding';
import { comparePartialDates, type MonthSpan, monthSpan, unionMonths } from './months';
import type { ParsedResume, ResumeSkill, Work } from './resume';
import type { Skill, SkillTaxonomy } from './skills';
import { foldText, type TextLocator } from './text-locator';

interface Found {
  skill: ResumeSkill;
  spans: MonthSpan[];
}

/** Sets `skillIds` of the work entries too. */
export function assembleSkills(
  extraction: Extraction,
  resume: { work: Work[]; projects: ParsedResume['projects'] },
  how: { ground: Grounding; locator: TextLocator; taxonomy: SkillTaxonomy; today: string },
): ResumeSkill[] {
  const { ground, locator, taxonomy, today } = how;
  const found = new Map<string, Found>();

  const add = (name: string, known: Skill | undefined, level: string | null = null): Found => {
    const id = known?.id ?? `x-${foldText(name).replace(/ /g, '-').slice(0, 80)}`;
    const before = found.get(id);
    if (before) {
      before.skill.level ??= level;
      return before;
    }
    const made: Found = {
      skill: {
        id,
        name,
        canonical: known?.name ?? name,
        kind: known?.kind ?? null,
        taxonomy: known?.taxonomy ?? [],
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
  /** Notes every skill that a text names, and that it was used in a span of time. */
  const scan = (
    text: string | null,
    pointer: string,
    used?: { span: MonthSpan | undefined; last: string | null },
  ): string[] =>
    taxonomy.find(text ?? '').map((mention) => {
      const entry = add(mention.text, mention.skill);
      if (!entry.skill.foundIn.includes(pointer)) entry.skill.foundIn.push(pointer);
      if (used?.span) entry.spans.push(used.span);
      if (used?.last && (entry.skill.lastUsed === null || comparePartialDates(entry.skill.lastUsed, used.last) < 0))
        entry.skill.lastUsed = used.last;
      return mention.skill.id;
    });

  for (const { name, level } of extraction.skills) {
    if (locator.locate(name) === undefined) {
      ground.dropped.push(`/skills (${found.size})`);
      continue;
    }
    add(name.trim(), taxonomy.normalise(name), level !== null && locator.locate(level) ? level : null);
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
