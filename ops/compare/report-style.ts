/** How the report looks: on a wide screen, a phone, in the dark and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --paper: #f7f6f2; --card: #fff; --ink: #20242a; --soft: #5f6671; --line: #dfddd5;
  --mark: #1f6f5c; --band: #bfdcd3; --only: #fdebd3; --only-ink: #7a3b05; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --card: #1d2126; --ink: #e8e8e4; --soft: #a3abb5;
  --line: #31363d; --mark: #6cc5ab; --band: #2c4f46; --only: #46320f; --only-ink: #f3c98b; --bad: #f28b82; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; max-width: 46rem; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.warning { border-left: 4px solid var(--bad); padding: .5rem .75rem; background: var(--card); margin: 1rem 0; }
.findings { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem 1rem 2.25rem; }
.findings li { margin: .3rem 0; max-width: 46rem; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .25rem 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; }
th[scope=row] { font-weight: 600; white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; width: 9rem; height: .8rem; margin-top: .3rem; }
.track { fill: var(--line); } .band { fill: var(--band); } .mean { fill: var(--mark); }
details { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: .6rem 0; padding: .6rem 1rem; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
summary .soft { font-weight: 400; }
.values span { display: inline-block; padding: 0 .4rem; margin: 0 .2rem .2rem 0; border-radius: 5px; overflow-wrap: anywhere; }
.values .shared { color: var(--soft); }
.values .only { background: var(--only); color: var(--only-ink); font-weight: 600; }
.failed { color: var(--bad); }
@media (max-width: 42rem) {
  svg { width: 4rem; }
  th, td { padding-right: .6rem; }
  .fields thead { display: none; }
  .fields, .fields tbody, .fields tr, .fields th, .fields td { display: block; }
  .fields th { border-top: 1px solid var(--line); padding-bottom: 0; }
  .fields td { border-top: 0; padding: .15rem 0 .35rem; }
  .fields td::before { content: attr(data-side); display: block; color: var(--soft); font-size: .8rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --mark: #000;
    --band: #bbb; --only: #eee; --only-ink: #000; --bad: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  details, tr, .findings { break-inside: avoid; }
  .scroll { overflow: visible; }
  .values .only { text-decoration: underline; }
}
`;
