/** What a simulated model says of a list of facts: its own words, each sentence with the facts that it rests on. */

interface Fact {
  id: string;
  category: string;
  importance: string;
  polarity: string;
  isGap: boolean;
  text: string;
}

/** As the prompt writes them: `f3 | skills | must | negative, gap | Go is not shown; the job demands it.` */
function factsIn(text: string): Fact[] {
  return text.split('\n').flatMap((line) => {
    const [id, category, importance, marks, ...words] = line.split(' | ');
    if (!/^f\d+$/.test(id ?? '') || words.length === 0) return [];
    const [polarity = '', gap] = (marks ?? '').split(', ');
    return [
      {
        id: id ?? '',
        category: category ?? '',
        importance: importance ?? '',
        polarity,
        isGap: gap === 'gap',
        text: words.join(' | '),
      },
    ];
  });
}

export function explain(text: string): object {
  const facts = factsIn(text);
  const of = (polarity: string) =>
    facts.filter((fact) => fact.polarity === polarity && fact.category !== 'score').slice(0, 5);
  const said = (before: string) => (fact: Fact) => ({ text: `${before} ${fact.text}`, facts: [fact.id] });
  const gaps = facts.filter(({ isGap }) => isGap);
  return {
    summary: [
      ...facts.filter(({ category }) => category === 'score').map(said('In short:')),
      ...of('positive').slice(0, 1).map(said('Above all:')),
    ],
    strengths: of('positive').map(said('It speaks for the candidate:')),
    concerns: [...of('negative'), ...gaps.filter(({ polarity }) => polarity === 'neutral')].map(said('To look into:')),
    gaps: gaps.map((fact) => ({ facts: [fact.id], why: `It leaves a question open: ${fact.text}` })),
    questions: [...gaps, ...of('positive')].slice(0, 4).map(said('Could you tell us more of this?')),
  };
}
