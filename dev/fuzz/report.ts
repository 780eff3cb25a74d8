/** A run of the fuzzer in words: how many answers of each kind, and each finding so that it can be sent again. */
import type { FuzzFinding, FuzzRun } from './run-fuzz';

const MOST_SHOWN = 40;
const MOST_CHARACTERS = 500;

export function reportOf({ seed, requests, findings, answers }: FuzzRun): string[] {
  const rows = Object.entries(answers).map(([operation, byStatus]) => {
    const counts = Object.entries(byStatus).map(([status, count]) => `${status}: ${count}`);
    return `${operation.padEnd(20)} ${counts.join('  ')}`;
  });
  return [
    `seed ${seed} · ${requests} requests`,
    ...rows.sort(),
    ...findings.slice(0, MOST_SHOWN).flatMap(findingInWords),
    findings.length === 0 ? 'nothing found' : `${findings.length} findings`,
  ];
}

export function findingInWords({ index, request, status, faults }: FuzzFinding): string[] {
  const { kind, method, target, headers, body } = request;
  return [
    `#${index} (${kind}): ${faults.join('; ')}`,
    `  ${method} ${cut(target)} → ${status ?? 'nothing'}`,
    ...headers.map(([name, value]) => `  ${name}: ${cut(value)}`),
    ...(body === undefined ? [] : [`  ${cut(body.toString())}`]),
  ];
}

/** Control characters stay readable on a terminal. */
function cut(text: string): string {
  return JSON.stringify(text.slice(0, MOST_CHARACTERS)).slice(1, -1);
}
