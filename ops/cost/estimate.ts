/** A month's bill of the synthesised templates: by stack and meter, idle and with requests. */
import type { StageConfig } from '../../lib/stages';
import type { SynthesisedStack } from '../synthesise';
import { freeTypes } from './free-types';
import { metersOfData } from './meters-of-data';
import { metersOfRequests } from './meters-of-requests';
import { metersOfWatching } from './meters-of-watching';
import { type ModelLine, modelCalls } from './model-calls';
import { type Meter, type Price, prices } from './prices';
import type { Meters } from './quantity';
import { traffic } from './traffic';

const meters: Readonly<Record<string, Meters>> = { ...metersOfRequests, ...metersOfData, ...metersOfWatching };

export interface BillLine {
  stack: string;
  meter: Meter;
  /** Units in the month, with the requests. */
  amount: number;
  unit: string;
  /** Of it, what nobody need ask for. */
  idleUsd: number;
  usd: number;
}

export interface Estimate {
  stage: string;
  region: string;
  requests: number;
  jobs: number;
  lines: readonly BillLine[];
  models: readonly ModelLine[];
  idleUsd: number;
  /** At list price, models and all. */
  totalUsd: number;
  perRequestUsd: number | null;
  /** What the always-free amounts take off, if nothing else in the account uses them; not in the sums above. */
  freeTier: { idleUsd: number; totalUsd: number };
}

/** Types of the templates that have neither a price nor a reason to have none; sorted. */
export function unpriced(stacks: readonly SynthesisedStack[]): string[] {
  const types = stacks.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type));
  return [...new Set(types)].filter((type) => !(type in meters) && !(type in freeTypes)).sort();
}

/**
 * @param demand requests a month, and jobs in the catalogue
 * @throws Error that names every resource type without a price
 */
export function estimate(
  { config, stacks }: { config: StageConfig; stacks: readonly SynthesisedStack[] },
  demand: { requests: number; jobs: number },
): Estimate {
  const missing = unpriced(stacks);
  if (missing.length > 0) {
    throw new Error(
      `No price is known for ${missing.join(', ')}. Add each to a file ops/cost/meters-of-*.ts, or to ops/cost/free-types.ts with the reason that it costs nothing.`,
    );
  }
  const month = traffic(config, demand.requests, demand.jobs);
  const lines = stacks.flatMap((stack) => billOf(stack, stacks, config, month));
  const models = modelCalls(config, month);
  const idleUsd = sum(lines, (line) => line.idleUsd);
  const totalUsd = sum(lines, (line) => line.usd) + sum(models, (line) => line.usd);
  return {
    stage: config.stage,
    region: config.region,
    ...demand,
    lines,
    models,
    idleUsd,
    totalUsd,
    perRequestUsd: demand.requests === 0 ? null : totalUsd / demand.requests,
    freeTier: { idleUsd: freed(lines, (line) => line.idleUsd), totalUsd: freed(lines, (line) => line.usd) },
  };
}

function billOf(
  stack: SynthesisedStack,
  stacks: readonly SynthesisedStack[],
  config: StageConfig,
  month: ReturnType<typeof traffic>,
): BillLine[] {
  const found = new Map<Meter, { amount: number; idle: number }>();
  for (const { Type, Properties: properties = {}, Metadata } of Object.values(stack.resources)) {
    const path = String(Metadata?.['aws:cdk:path'] ?? '');
    for (const { meter, amount, idle } of meters[Type]?.({ path, properties, stack, stacks, config, month }) ?? []) {
      const before = found.get(meter) ?? { amount: 0, idle: 0 };
      found.set(meter, { amount: before.amount + amount, idle: before.idle + (idle ? amount : 0) });
    }
  }
  return [...found].map(([meter, { amount, idle }]) => {
    const { usd, unit }: Price = prices[meter];
    return { stack: stack.part, meter, amount, unit, idleUsd: idle * usd, usd: amount * usd };
  });
}

/** The free units of a meter come off once, whichever stacks use them. */
function freed(lines: readonly BillLine[], usdOf: (line: BillLine) => number): number {
  return sum(Object.entries(prices), ([meter, { usd, free = 0 }]: [string, Price]) =>
    Math.min(
      sum(
        lines.filter((line) => line.meter === meter),
        usdOf,
      ),
      free * usd,
    ),
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
