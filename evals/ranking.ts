/** How good a ranking is: nDCG, precision among the first ten, and the share of labelled pairs in the right order. */

/** Best first, with the label of each; 0 for what nobody labelled as relevant. */
export type Ranking = readonly { id: string; label: number }[];

/** Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with the label as gain; null without a relevant document. */
export function ndcg(ranking: Ranking, k: number): number | null {
  const gain = (labels: readonly number[]) =>
    labels.slice(0, k).reduce((sum, label, place) => sum + label / Math.log2(place + 2), 0);
  const ideal = gain(ranking.map(({ label }) => label).sort((a, b) => b - a));
  return ideal === 0 ? null : gain(ranking.map(({ label }) => label)) / ideal;
}

/** Share of the first `k` whose label is at least `relevant`. */
export function precision(ranking: Ranking, k: number, relevant: number): number {
  return ranking.slice(0, k).filter(({ label }) => label >= relevant).length / k;
}

/** Of all pairs with different labels, the share whose better one stands first; null when all labels are equal. */
export function pairsInOrder(ranking: Ranking): number | null {
  let right = 0;
  let pairs = 0;
  ranking.forEach((first, place) => {
    for (const second of ranking.slice(place + 1)) {
      if (first.label === second.label) continue;
      pairs++;
      if (first.label > second.label) right++;
    }
  });
  return pairs === 0 ? null : right / pairs;
}

export function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
