/** The report as one page without scripts, which loads nothing: it holds what stands in resumes. */
import { createHash } from 'node:crypto';
import type { Decision } from '../../lambdas/domain/bootstrap';
import type { AskedFile } from './ask-all';
import { differencesOf, type FieldDifference } from './differences';
import { Html, html } from './html';
import { REPORT_STYLE } from './report-style';
import type { FieldSummary, PairSummary, SideSummary, Summary } from './summary';
import { files as counted, intervalWords, ms, percent, sentencesOf, together, usd } from './words';

export interface Report {
  /** ISO time. */
  createdAt: string;
  api: string;
  isSimulated: boolean;
  summary: Summary;
  files: readonly AskedFile[];
}

/** Below this a file is shown opened. */
const WORTH_A_LOOK = 0.9;

export function reportHtml({ createdAt, api, isSimulated, summary, files }: Report): string {
  const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const names = summary.sides.map(({ name }) => name);
  const body = html`
<h1>${together(names)}, compared</h1>
<p class="soft">${counted(files.length)} · ${createdAt.slice(0, 16).replace('T', ' ')} UTC · ${api}</p>
<p class="warning"><strong>This report holds personal data from resumes.</strong> Keep it where resumes may be kept, and
delete it when it has served.${isSimulated ? ' The models were simulators of a laptop cloud: the figures say nothing of real ones.' : ''}</p>
<h2>In plain words</h2>
<ul class="findings">${sentencesOf(summary).map((sentence) => html`<li>${sentence}</li>`)}</ul>
<h2>The sides</h2>
${sideTable(summary.sides)}
${summary.pairs.map(pairSection)}
<h2>File by file</h2>
<p class="small soft">Those that agree least come first. Shown are the fields that differ; what not all sides say is marked. Agreement looks past case,
punctuation and a word or two in longer names, so that a field can agree though its words are not the same.</p>
${[...files].sort((a, b) => (leastOf(a) ?? 0) - (leastOf(b) ?? 0)).map(fileSection)}
<p class="small soft">Agreement of a list is F1 of its values; of one value it is 1 or 0; a field that both leave empty does
not count. Intervals: percentile bootstrap of the mean, 2,000 resamples, 95 %.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${html`<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">`.text}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
${html`<title>${together(names)}, compared</title>`.text}
<style>${REPORT_STYLE}</style>
</head>
<body>${body.text}
</body>
</html>
`;
}

function sideTable(sides: readonly SideSummary[]): Html {
  const row = ({ name, answeredBy, answered, failures, latencyMs, tokens, cost }: SideSummary) => {
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    return html`<tr><th scope="row">${name}</th><td>${answeredBy.join('; ') || 'nobody'}</td><td class="n">${answered}</td>
<td class="n">${failed === 0 ? '0' : html`<span class="failed">${failed}</span>`}</td>
<td class="n">${latencyMs ? ms(latencyMs.p50) : '–'}</td><td class="n">${latencyMs ? ms(latencyMs.p95) : '–'}</td>
<td class="n">${tokens ? `${Math.round(tokens.input)} / ${Math.round(tokens.output)}` : '–'}</td>
<td class="n">${cost ? usd(cost.mean) : 'not known'}</td><td class="n">${cost ? usd(cost.total) : 'not known'}</td></tr>`;
  };
  return html`<div class="scroll"><table><thead><tr><th>Side</th><th>Answered by</th><th class="n">Answered</th>
<th class="n">Failed</th><th class="n">p50</th><th class="n">p95</th><th class="n">Tokens in / out</th>
<th class="n">Cost each</th><th class="n">Cost in all</th></tr></thead><tbody>${sides.map(row)}</tbody></table></div>`;
}

function pairSection({ between, files, all, fields }: PairSummary): Html {
  if (files === 0) return html``;
  const row = ({ field, decision }: FieldSummary, label = field) => html`<tr><th scope="row">${label}</th>
<td class="n">${decision.interval?.n ?? 0}</td><td class="n">${decision.interval ? percent(decision.interval.mean) : '–'}</td>
<td>${intervalBar(decision)}<span class="small soft">${intervalWords(decision, percent)}</span></td></tr>`;
  return html`<h2>How far ${together(between)} agree</h2>
<div class="scroll"><table><thead><tr><th>Field</th><th class="n">Files</th><th class="n">Agreement</th><th>95 % interval</th></tr></thead>
<tbody>${row(all, 'all fields')}${fields.map((field) => row(field))}</tbody></table></div>`;
}

function intervalBar({ interval }: Decision): Html {
  if (interval === null) return html``;
  const at = (share: number) => (share * 100).toFixed(1);
  return html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
<rect class="track" y="3" width="100" height="2"></rect>
<rect class="band" x="${at(interval.low)}" y="1" width="${at(interval.high - interval.low)}" height="6"></rect>
<rect class="mean" x="${at(Math.max(0, interval.mean - 0.01))}" width="2" height="8"></rect></svg>`;
}

/** Agreement of the two sides that agree least; null where no two can be compared. */
function leastOf({ comparison }: AskedFile): number | null {
  const shares = comparison?.agreement.flatMap(({ all }) => all ?? []) ?? [];
  return shares.length === 0 ? null : Math.min(...shares);
}

function fileSection(asked: AskedFile): Html {
  const { file, comparison, problem } = asked;
  if (comparison === null) {
    return html`<details open><summary>${file} <span class="failed">not compared</span></summary>
<p>${problem?.code ?? ''}: ${problem?.detail ?? ''}</p></details>`;
  }
  const { contenders } = comparison;
  const { different, same } = differencesOf(comparison);
  const least = leastOf(asked);
  const failed = contenders.filter(({ problem: fault }) => fault !== null);
  const isOpen = failed.length > 0 || least === null || least < WORTH_A_LOOK;
  const answered = contenders.filter(({ result }) => result !== null).map(({ name }) => name);
  return html`<details${isOpen ? ' open' : ''}><summary>${file} <span class="soft">${least === null ? 'nothing to compare' : percent(least)}</span></summary>
<p class="small soft">${contenders.map(sideLine).join(' · ')}</p>
${failed.map(
  ({ name, problem: fault, attempts }) =>
    html`<p class="failed">${name}: ${fault?.code ?? ''}${attempts.map(({ provider, outcome }) => `, ${provider} ${outcome}`).join('')}</p>`,
)}
${different.length === 0 ? '' : fieldTable(different, answered)}
${same.length === 0 ? '' : html`<p class="small soft">The same: ${same.join(', ')}.</p>`}</details>`;
}

function sideLine({
  name,
  latencyMs,
  costUsd,
  result,
}: NonNullable<AskedFile['comparison']>['contenders'][number]): string {
  return `${name} ${result === null ? 'failed after ' : ''}${ms(latencyMs)}${costUsd === null ? '' : `, ${usd(costUsd)}`}`;
}

function fieldTable(different: readonly FieldDifference[], names: readonly string[]): Html {
  const cell = ({ name, values }: FieldDifference['sides'][number]) =>
    html`<td class="values" data-side="${name}">${
      values.length === 0
        ? html`<span class="only">nothing</span>`
        : values.map(({ text, isShared }) => html`<span class="${isShared ? 'shared' : 'only'}">${text}</span>`)
    }</td>`;
  return html`<table class="fields"><thead><tr><th>Field</th>${names.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${different.map(
    ({ field, agreement, sides }) =>
      html`<tr><th scope="row">${field} <span class="soft">${percent(agreement)}</span></th>${sides.map(cell)}</tr>`,
  )}</tbody></table>`;
}
