/** The fault matrix as a table: what follows from each fault, in a terminal and in docs/faults.md. */
import { expected } from './expected';
import { type FaultRow, type Place, places, type Vendor } from './fault-row';

export const COLUMNS = ['fault', 'attempts', 'billed', 'breaker', 'first', 'second', 'both'] as const;

const BILLS: Readonly<Record<FaultRow['bill'], string>> = { none: 'no', said: 'as said', most: 'at most' };

/** The cells of one row. */
export function cellsOf(vendor: Vendor, row: FaultRow): string[] {
  return [
    row.name,
    runsOf(row.outcomes),
    BILLS[row.bill],
    row.breaker,
    ...places.map((place) => outcomeOf(vendor, row, place)),
  ];
}

/** `openai 2+1`: who answers, and the requests at the vendor and at the other one. */
function outcomeOf(vendor: Vendor, row: FaultRow, place: Place): string {
  const { answeredBy, calls } = expected(vendor, row, place);
  return `${answeredBy} ${calls[vendor.provider] ?? 0}+${calls[vendor.other] ?? 0}`;
}

/** `throttled ×2`. */
function runsOf(outcomes: readonly string[]): string {
  const [first = ''] = outcomes;
  return outcomes.every((outcome) => outcome === first) && outcomes.length > 1
    ? `${first} ×${outcomes.length}`
    : outcomes.join(', ');
}

/** Lines of equal columns. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const [BEGIN, END] = ['<!-- faults -->', '<!-- /faults -->'];

/** The page with the tables between its marks. @throws RangeError without the marks */
export function pageWith(page: string, vendors: readonly Vendor[]): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from === -1 || to < from) throw new RangeError(`the page has no ${BEGIN} … ${END}`);
  const tables = vendors.map((vendor) =>
    [
      `### ${vendor.title}`,
      '',
      ...[COLUMNS, COLUMNS.map(() => '---'), ...vendor.rows.map((row) => cellsOf(vendor, row))].map(
        (cells) => `| ${cells.join(' | ')} |`,
      ),
    ].join('\n'),
  );
  return `${page.slice(0, from)}${BEGIN}\n\n${tables.join('\n\n')}\n\n${page.slice(to)}`;
}
