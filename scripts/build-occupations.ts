/** Writes `lambdas/reference/occupations.json` from O*NET and ESCO: `npx tsx scripts/build-occupations.ts --source DIR`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OccupationData, OccupationRow } from '../lambdas/domain/occupations';
import { titleKey, titleWords } from '../lambdas/domain/title-words';
import { notices } from './build-taxonomy';
import { readCsv } from './csv';

/** An occupation and how strongly each of its titles is its own. */
interface Draft {
  code: string;
  label: string;
  isco: string;
  titles: Map<string, number>;
}

/** "CEO (Chief Executive Officer)" is three titles: with, before and in the brackets. */
function readings(title: string): string[] {
  const match = /^(.*?)\s*\(([^)]+)\)\s*$/.exec(title);
  return match ? [match[1] ?? '', match[2] ?? ''] : [title];
}

function claim(draft: Draft, title: string, weight: number): void {
  for (const reading of readings(title)) {
    const words = titleWords(reading);
    const key = titleKey(words);
    if (key.length < 2 || words.length > 7 || NO_TITLES.has(key)) continue;
    draft.titles.set(key, Math.max(weight, draft.titles.get(key) ?? 0));
  }
}

/** Our own choice where O*NET lists a common title under several occupations. */
function claimOwn(drafts: ReadonlyMap<string, Draft>): void {
  for (const line of readFileSync(join(__dirname, 'titles.own.txt'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('//')) continue;
    const [title = '', code = ''] = line.split(' = ');
    const draft = drafts.get(code);
    if (!draft) throw new Error(`${line}: no such occupation`);
    claim(draft, title, 9);
  }
}

/** Each title goes to the occupation whose own it is most: its label, then reported titles, then nearness to the label. */
function settle(drafts: Draft[]): OccupationRow[] {
  const owner = new Map<string, { draft: Draft; weight: number }>();
  for (const draft of drafts) {
    const label = new Set(titleWords(draft.label));
    for (const [key, weight] of draft.titles) {
      const words = key.split(' ');
      const near = words.filter((word) => label.has(word)).length / Math.max(words.length, label.size);
      const general = draft.code.endsWith('.00') ? 0.05 : 0;
      const catchAll = /all other/i.test(draft.label) ? 0.5 : 0;
      const total = weight + near + general - catchAll;
      const known = owner.get(key);
      if (!known || total > known.weight) owner.set(key, { draft, weight: total });
    }
  }
  return drafts.map((draft) => [
    draft.code,
    draft.label,
    draft.isco,
    [...draft.titles.keys()]
      .filter((key) => owner.get(key)?.draft === draft)
      .sort()
      .join('|'),
  ]);
}

function onetDrafts(source: string): Draft[] {
  const rows = (file: string) =>
    readFileSync(join(source, 'onet', file), 'utf8')
      .split(/\r?\n/)
      .slice(1)
      .filter(Boolean)
      .map((row) => row.split('\t'));
  const drafts = new Map<string, Draft>();
  for (const [code = '', label = ''] of rows('Occupation Data.txt')) {
    const draft: Draft = { code, label, isco: '', titles: new Map() };
    claim(draft, label, 3);
    for (const part of label.split(/,? and |, /)) if (part.split(' ').length > 1) claim(draft, part, 2);
    drafts.set(code, draft);
  }
  for (const [code = '', title = ''] of rows('Sample of Reported Titles.txt'))
    claim(drafts.get(code) as Draft, title, 1.5);
  for (const [code = '', title = '', short = ''] of rows('Alternate Titles.txt')) {
    claim(drafts.get(code) as Draft, title, 1);
    if (short !== 'n/a') claim(drafts.get(code) as Draft, short, 0.8);
  }
  claimOwn(drafts);
  return [...drafts.values()];
}

function escoDrafts(source: string): Draft[] {
  return readCsv(readFileSync(join(source, 'esco/esco_v1.1.1_occupations.csv'), 'utf8')).map((row) => {
    const label = row.PREFERREDLABEL ?? '';
    const draft: Draft = {
      code: row.ORIGINURI?.split('/').at(-1) ?? '',
      label,
      isco: row.ISCOGROUPCODE ?? '',
      titles: new Map(),
    };
    for (const title of (row.ALTLABELS ?? '').split(/\r?\n/)) claim(draft, title, 1);
    claim(draft, label, 3);
    return draft;
  });
}

/** The ISCO group that most titles of an O*NET occupation have in ESCO; titles are the only bridge we have. */
function bridge(onet: Draft[], esco: OccupationRow[]): void {
  const groups = new Map<string, string>();
  for (const [, , isco, keys] of esco) for (const key of keys.split('|')) groups.set(key, isco);
  for (const draft of onet) {
    const votes = new Map<string, number>();
    for (const [key, weight] of draft.titles) {
      const isco = groups.get(key);
      if (isco) votes.set(isco, (votes.get(isco) ?? 0) + weight);
    }
    draft.isco = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
  }
}

/** Last words of titles, before ", of, for, in": used by at least eight titles of five occupations. */
function headNouns(source: string): string {
  const counts = new Map<string, { titles: number; codes: Set<string> }>();
  for (const row of readFileSync(join(source, 'onet/Alternate Titles.txt'), 'utf8').split(/\r?\n/).slice(1)) {
    const [code = '', title = ''] = row.split('\t');
    const last = titleWords(title.split(/\s*(?:,|\(|\/|\bof\b|\bfor\b|\bin\b|\bto\b)/i)[0] ?? '').at(-1);
    if (!last || last.length < 3 || /\d/.test(last)) continue;
    const known = counts.get(last) ?? { titles: 0, codes: new Set() };
    known.titles++;
    known.codes.add(code);
    counts.set(last, known);
  }
  return [...counts]
    .filter(([word, { titles, codes }]) => titles >= 8 && codes.size >= 4 && !NOT_HEADS.has(word))
    .sort((a, b) => b[1].titles - a[1].titles || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word)
    .concat(OTHER_HEADS)
    .filter((word, i, all) => all.indexOf(word) === i)
    .join(' ');
}
/** Persons in few listed titles but in many resumes. */
const OTHER_HEADS =
  'volunteer lawyer attorney trainee lead founder cofounder chair chairman chairperson chairwoman head generalist intern internship scholar negotiator dean mentor adjunct freelancer professional expert owner partner treasurer vice president student steward plumber barista nanny butler valet carer waiter waitress paralegal actuary optician pharmacist physicist chemist statistician mathematician pilot ambassador leader foreman architect translator copywriter blogger vlogger influencer streamer evangelist ninja guru scrum owner manageress headmaster headmistress rector provost chancellor bishop priest pastor imam rabbi deacon nun monk soldier marine sailor private corporal colonel major general admiral'.split(
    ' ',
  );
/** Fields that O*NET lists among the titles. */
const NO_TITLES = new Set(
  'intern senior education management retail operation sale training service security marketing finance engineering maintenance production research company student private major general head lead reader'.split(
    ' ',
  ),
);
/** Last words of listed titles that name a field or a thing rather than a person. */
const NOT_HEADS = new Set(
  'former out right off follower counter drawer closer header connector extractor deputy professional expert regulator escort connector other service sale management control marketing security system maintenance operation engineering research program production quality development support hand line machine equipment care'.split(
    ' ',
  ),
);

if (require.main === module) {
  const { values } = parseArgs({ options: { source: { type: 'string' } } });
  if (!values.source) throw new Error('say where the source data is: --source DIR (with onet/ and esco/ below it)');
  const esco = settle(escoDrafts(values.source));
  const drafts = onetDrafts(values.source);
  bridge(drafts, esco);
  const data: Omit<OccupationData, 'version'> = {
    notices,
    onet: settle(drafts),
    esco,
    headNouns: headNouns(values.source),
  };
  const version = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12);
  const list = (rows: OccupationRow[]) => rows.map((row) => JSON.stringify(row)).join(',\n');
  const head = JSON.stringify({ version, notices, headNouns: data.headNouns }).slice(0, -1);
  writeFileSync(
    join(__dirname, '../lambdas/reference/occupations.json'),
    `${head},"onet":[\n${list(data.onet)}\n],"esco":[\n${list(data.esco)}\n]}\n`,
  );
  console.log(
    `${data.onet.length} + ${data.esco.length} occupations, ${data.headNouns.split(' ').length} head nouns, version ${version}`,
  );
}
