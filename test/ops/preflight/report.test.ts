/** The report of preflight as it is on a terminal. */
import { report } from '../../../ops/preflight/report';
import type { CheckResult } from '../../../ops/preflight/run-checks';

const LONG =
  'A sentence that is a good deal longer than what fits beside the two columns on a terminal of 100 columns.';
const results: readonly CheckResult[] = [
  { check: 'tools', verdict: 'ok', says: 'Fine.' },
  { check: 'bootstrap', verdict: 'problem', says: LONG, mend: `npx cdk bootstrap ${'x'.repeat(120)}` },
  { check: 'alarm mail', verdict: 'warning', says: 'Not confirmed.' },
  { check: 'budgets', verdict: 'unknown', says: 'needs budgets:ViewBudget' },
  { check: 'singletons', verdict: 'not needed', says: 'audit=false' },
];
const plain = { colour: false, width: 100 };

describe('the report of preflight', () => {
  it('has a line for each finding, the mend below it, and what it comes to', () => {
    expect(report('Preflight of prod', results, plain)).toEqual([
      '',
      'Preflight of prod',
      '',
      '  ok          tools          Fine.',
      '  problem     bootstrap      A sentence that is a good deal longer than what fits beside the two',
      '                             columns on a terminal of 100 columns.',
      `                             → npx cdk bootstrap ${'x'.repeat(120)}`,
      '  warning     alarm mail     Not confirmed.',
      '  unchecked   budgets        needs budgets:ViewBudget',
      '  not needed  singletons     audit=false',
      '',
      '1 ok · 1 problem · 1 warning · 1 unchecked · 1 not needed',
      'Not ready: mend the problems, and run this again.',
      '',
      'What was not checked: npm run preflight -- --policy prints the permissions it needs.',
      '',
    ]);
  });

  it('calls it ready when nothing is a problem, warnings or not', () => {
    const fine = results.filter(({ verdict }) => verdict === 'ok' || verdict === 'warning');
    expect(report('x', fine, plain).slice(-3)).toEqual(['1 ok · 0 problems · 1 warning', 'Ready to deploy.', '']);
  });

  it('has colours only where they are asked for', () => {
    const coloured = (colour: boolean) =>
      report('x', results, { ...plain, colour })
        .join('\n')
        .includes('\u001b[');
    expect([coloured(true), coloured(false)]).toEqual([true, false]);
  });
});
