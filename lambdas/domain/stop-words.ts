/** Words that stand in every resume and every job ad, and so say nothing of either. */

const STOP_WORDS = new Set(
  `a about above across after again all also am an and any are as at be because been before being below between both but by can could
did do does doing down during each etc few for from further had has have having he her here hers him his how i if in into is it its
itself just me more most my no nor not now of off on once only or other our ours out over own per same she should so some such than
that the their theirs them then there these they this those through to too under until up upon us very via was we were what when
where which while who whom why will with within without would you your yours
ability able apply applicant applicants best candidate candidates career city company companies current currently day days demonstrated
duties email employer employment ensure ensuring environment etc excellent experience experienced full good great help hire hiring
ideal including including job jobs join knowledge level like looking make member members month months must need needed new opportunity
organisation organization part people phone plus position preferred present proven provide provided providing qualifications related
required requirement requirements responsibilities responsibility responsible resume role salary seek seeking several skill skilled
skills strong successful summary take team teams time various want week well work worked working works world year years`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** In lower case. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
