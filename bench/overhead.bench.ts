/** Our path to a model against a bare call of the SDK to the same simulator, at a steady rate, the ways taken in turn. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { laptopConfig, pointedAt } from '../dev/laptop-config';
import { documentFromText } from '../lambdas/documents/document-reader';
import { extractionSchema } from '../lambdas/domain/extraction';
import type { TextTask } from '../lambdas/domain/text-task';
import type { Endpoints } from '../lambdas/platform/config';
import { awsOptions, createPlatform } from '../lambdas/platform/platform';
import type { Cache, Call, SpendLedger } from '../lambdas/ports';
import { awsClientSettings } from '../lambdas/providers/aws-client';
import { bedrockTextModel } from '../lambdas/providers/bedrock';
import { bedrockEmbedder, TITAN_EMBEDDINGS } from '../lambdas/providers/bedrock-embedder';
import { circuitBreaker } from '../lambdas/providers/breaker';
import { bulkhead } from '../lambdas/providers/bulkhead';
import { cachedEmbedderChain } from '../lambdas/providers/cached-embedder-chain';
import { cachedTextChain } from '../lambdas/providers/cached-text-chain';
import { capabilitiesOf } from '../lambdas/providers/capabilities';
import { textChain } from '../lambdas/providers/chain';
import { converseRequest } from '../lambdas/providers/converse-request';
import { embedderChain } from '../lambdas/providers/embedder-chain';
import { attemptMeter } from '../lambdas/providers/measure-attempt';
import { promptFor } from '../lambdas/providers/prompts/prompt-for';
import { retryBudget } from '../lambdas/providers/retry-budget';
import { spendGuard } from '../lambdas/providers/spend-guard';

export const title = 'Overhead: 50 calls a second in all, milliseconds; target: own time below 1 ms at p99';

const RATE = 50;
const WARM_UP_CALLS = 100;
const SECONDS = 40;

interface Way {
  name: string;
  call(): Promise<unknown>;
  /** Of each call: all of it, what lies outside the SDK, and the processor's time in this process. */
  total: number[];
  own: number[];
  cpu: number[];
}

export async function run(): Promise<void> {
  const child = fork(path.join(__dirname, 'simulated-vendors.ts'), { execArgv: ['--import', 'tsx'] });
  const endpoints = await new Promise<Endpoints>((resolve) =>
    child.once('message', (sent) => resolve(sent as Endpoints)),
  );
  const write = process.stdout.write;
  try {
    for (const [what, ways] of Object.entries(await waysOf(endpoints))) {
      // What telemetry writes is made and thrown away: a terminal would be measured otherwise.
      process.stdout.write = () => true;
      await takeTurns(ways, WARM_UP_CALLS, 0);
      for (const way of ways) for (const list of [way.total, way.own, way.cpu]) list.length = 0;
      await takeTurns(ways, (SECONDS / 2) * RATE, 1_000 / RATE);
      process.stdout.write = write;
      print(what, ways);
    }
  } finally {
    process.stdout.write = write;
    child.disconnect();
  }
}

async function waysOf(endpoints: Endpoints): Promise<Record<string, Way[]>> {
  const config = pointedAt(laptopConfig({}), endpoints);
  const at = createPlatform(config);
  const { clock, telemetry } = at;
  const aws = awsOptions(at, 'bedrock');
  const client = new BedrockRuntimeClient(await awsClientSettings(aws));
  const gates = {
    breaker: circuitBreaker({ clock }),
    bulkhead: bulkhead(40),
    retries: retryBudget(),
    spend: spendGuard({ ledger: ledger(), dailyBudgetMicroUsd: 1e12, telemetry }),
    report: attemptMeter(telemetry, clock),
    simulated: true,
  };
  const kept = { cache: memory(), ttlSeconds: 3_600, simulated: true };

  const model = bedrockTextModel({ ...aws, modelId: config.BEDROCK_MODEL_ID });
  const resume = readFileSync(path.join(__dirname, '../dev/samples/resumes/icu-nurse-porto.txt'), 'utf8');
  const task = (text: string): TextTask => ({
    kind: 'parse-resume',
    document: documentFromText(text),
    language: null,
  });
  const same = task(resume);
  // Whoever calls the SDK has a prompt to make, and one for each call.
  const request = () => converseRequest(model.modelId, capabilitiesOf(model.modelId), promptFor({ ...same }));
  const others = Array.from({ length: 600 }, (_, at) => task(`${resume}\n${at}`));
  const chain = textChain({ ...gates, models: [model] });
  const keeping = cachedTextChain({ ...kept, chain, models: [model] });
  let count = 0;

  const embedder = bedrockEmbedder(aws);
  const phrase = 'intensive care nurse with five years of night shifts';
  const body = JSON.stringify({ inputText: phrase, dimensions: 1024, normalize: true });
  const embedders = embedderChain({ ...gates, embedders: [embedder] });
  const keepingVectors = cachedEmbedderChain({ ...kept, chain: embedders, embedders: [embedder] });
  const ask = () => ({ ...callOf(), purpose: 'query' as const });

  return {
    'a resume': [
      way('SDK alone', () => client.send(new ConverseCommand(request()))),
      way('our path', () => chain.run({ ...same }, extractionSchema, callOf())),
      way('our path, cache misses', () => keeping.run(others[count++] ?? same, extractionSchema, callOf())),
      way('our path, cache hits', () => keeping.run(same, extractionSchema, callOf())),
    ],
    'a vector': [
      way('SDK alone', async () =>
        JSON.parse(
          (
            await client.send(
              new InvokeModelCommand({ modelId: TITAN_EMBEDDINGS, contentType: 'application/json', body }),
            )
          ).body.transformToString(),
        ),
      ),
      way('our path', () => embedders.embed([phrase], ask())),
      way('our path, cache misses', () => keepingVectors.embed([`${phrase} ${count++}`], ask())),
      way('our path, cache hits', () => keepingVectors.embed([phrase], ask())),
    ],
  };
}

/** Milliseconds that the call under way has spent in the SDK, on the wire and at the simulator. */
let inSdk = 0;
const { send } = BedrockRuntimeClient.prototype as unknown as { send: (...args: unknown[]) => Promise<unknown> };
Object.assign(BedrockRuntimeClient.prototype, {
  async send(this: BedrockRuntimeClient, ...args: unknown[]) {
    const started = performance.now();
    try {
      return await send.apply(this, args);
    } finally {
      inSdk += performance.now() - started;
    }
  },
});

function way(name: string, call: () => Promise<unknown>): Way {
  return { name, call, total: [], own: [], cpu: [] };
}

/** One call after the other; a call that takes longer than a beat puts off the next. */
async function takeTurns(ways: readonly Way[], calls: number, everyMs: number): Promise<void> {
  let due = performance.now();
  for (let at = 0; at < calls; at++) {
    const next = ways[at % ways.length];
    if (next === undefined) return;
    due = Math.max(due + everyMs, performance.now());
    await pause(Math.max(0, due - performance.now()));
    inSdk = 0;
    const cpu = process.cpuUsage();
    const started = performance.now();
    await next.call();
    const total = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    next.total.push(total);
    next.own.push(total - inSdk);
    next.cpu.push((user + system) / 1_000);
  }
}

function print(what: string, ways: readonly Way[]): void {
  const heads = ['p50', 'p99', 'own p50', 'own p99', 'cpu p50', 'n'];
  console.log(`${heads.map((head) => head.padStart(8)).join(' ')}  ${what}`);
  for (const { name, total, own, cpu } of ways) {
    const cells = [at(total, 0.5), at(total, 0.99), at(own, 0.5), at(own, 0.99), at(cpu, 0.5)];
    console.log(
      `${cells.map((cell) => cell.toPrecision(3).padStart(8)).join(' ')} ${String(total.length).padStart(8)}  ${name}`,
    );
  }
  const [bare, ours] = ways;
  if (bare === undefined || ours === undefined) return;
  const more = (share: number) => (at(ours.total, share) - at(bare.total, share)).toPrecision(2);
  console.log(`our path takes ${more(0.5)} ms more at p50 and ${more(0.99)} ms more at p99 than the SDK alone`);
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function callOf(): Call & { owner: string } {
  return {
    signal: new AbortController().signal,
    deadline: Date.now() + 27_000,
    requestId: 'bench',
    operation: 'bench',
    owner: 'bench',
  };
}

/** The state table's part, without its network. */
function memory(): Cache {
  const entries = new Map<string, string>();
  return {
    get: async (keys) => new Map(keys.flatMap((key) => (entries.has(key) ? [[key, entries.get(key) ?? '']] : []))),
    async put(added) {
      for (const [key, value] of added) entries.set(key, value);
    },
  };
}

function ledger(): SpendLedger {
  let handedOut = 0;
  return {
    async take({ amount }) {
      handedOut += amount;
      return { taken: true, handedOut };
    },
  };
}
