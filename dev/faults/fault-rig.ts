/** Makes a vendor fail on the wire, asks once through the real chain, and says what was seen. */
import { type AddressInfo, createServer } from 'node:net';
import { emptyExtraction, extractionSchema } from '../../lambdas/domain/extraction';
import type { Provenance, Provider } from '../../lambdas/domain/meta';
import type { TextTask } from '../../lambdas/domain/text-task';
import { KEY_NOT_SET_UP } from '../../lambdas/domain/vendor-key';
import { chainUsage } from '../../lambdas/platform/adapters/chain-usage';
import { embedders } from '../../lambdas/platform/adapters/embedders';
import { knowledge } from '../../lambdas/platform/adapters/knowledge';
import { textModels } from '../../lambdas/platform/adapters/text-models';
import { keyIn } from '../../lambdas/platform/adapters/vendor-keys';
import { awsOptions, createPlatform, type Platform } from '../../lambdas/platform/platform';
import type { Call, Telemetry } from '../../lambdas/ports';
import { bedrockTextModel } from '../../lambdas/providers/bedrock';
import { circuitBreaker } from '../../lambdas/providers/breaker';
import { textChain } from '../../lambdas/providers/chain';
import { embedderChain } from '../../lambdas/providers/embedder-chain';
import { resumeMask, textMask } from '../../lambdas/providers/mask';
import { systemTime, type Time } from '../../lambdas/providers/resilience';
import { laptopConfig, pointedAt } from '../laptop-config';
import { EXPIRED_KEY_ID } from '../simulators/aws-errors';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../simulators/start';
import { type Seen, SHUT, twinOf } from './expected';
import type { FaultRow, Place, Vendor, Wrong } from './fault-row';

/** Vendors that answer have more time than a slow machine needs. */
const PATIENT_MS = 120_000;
/** One that would never end is cut short. */
const BRIEF_MS = 150;
/** Failures in a row that open a breaker are fewer than the attempts of as many requests. */
const REQUESTS = 6;

const RESUME =
  'Ada Example\nada@example.com\n\nExperience\nEngineer at Example Ltd, 2019 to 2021\n\nSkills\nTypeScript, SQL';

const task: TextTask = {
  kind: 'parse-resume',
  language: null,
  document: {
    mediaType: 'text/plain',
    sha256: '',
    bytes: RESUME.length,
    pages: 1,
    lines: RESUME.split('\n').map((text) => ({ text, page: 1 })),
    hidden: [],
    warnings: [],
  },
};

/** A mind that is quick: what the models say is not looked at here. */
const answers = {
  extract: () => ({ ...emptyExtraction(), name: 'Ada Example' }),
  embed: () => Array.from({ length: 256 }, (_, at) => (at === 0 ? 1 : 0)),
};

/** Each time with a fresh breaker, fresh clients, and vendors that nobody has asked yet. */
export async function runFault(vendor: Vendor, row: FaultRow, place: Place): Promise<Seen & { breaker: string }> {
  const simulators = await startSimulators({ answers });
  try {
    const { metrics, telemetry } = counter();
    const twin = place === 'both' ? twinOf(vendor, row) : undefined;
    const broken = new Map([[vendor.provider, row]]);
    if (twin !== undefined) broken.set(vendor.other, twin);
    const at = createPlatform(await configOf(broken, simulators), telemetry);
    const order = place === 'second' ? [vendor.other, vendor.provider] : [vendor.provider, vendor.other];
    const slices = Object.fromEntries(order.map((name) => [name, { minBudgetMs: 50, maxMs: PATIENT_MS }]));
    const { ask, breakerState } = await chainOf(
      vendor,
      row,
      at,
      slices,
      row.isEndless ? afterCalls(simulators, [...broken.keys()]) : systemTime,
    );
    await prepare(at, broken, ask, order);
    for (const [name, { wrong }] of broken) breakThings(name, wrong, simulators);
    if (place === 'second') breakThings(vendor.other, SHUT.wrong, simulators);
    for (const [name, { isEndless }] of broken) if (isEndless) slices[name] = { minBudgetMs: 50, maxMs: BRIEF_MS };
    simulators.faults.clearCalls();
    metrics.clear();

    const provenance = await ask(order);
    const seen = { ...seenOf(provenance, simulators), metrics: Object.fromEntries(metrics) };
    const goesOn = place === 'first' && row.outcomes.at(-1) !== 'ok';
    for (let again = 1; goesOn && again < REQUESTS && (await breakerState()) === 'closed'; again++) {
      await ask([vendor.provider]);
    }
    return { ...seen, breaker: await breakerState() };
  } finally {
    await simulators.close();
  }
}

type Vendors = ReadonlyMap<Vendor['provider'], FaultRow>;

async function configOf(broken: Vendors, { endpoints, putSecret }: Simulators) {
  const moved = { ...endpoints };
  for (const [name, { wrong }] of broken) {
    if (wrong === 'no-such-host') moved[name] = moved[name].replace('127.0.0.1', `${'a'.repeat(64)}.invalid`);
    if (wrong === 'nobody-listens') moved[name] = `http://127.0.0.1:${await freePort()}`;
    if (wrong === 'no-tls') moved[name] = moved[name].replace('http:', 'https:');
    if (wrong === 'key-not-set-up') putSecret(`talent-match/${name}`, KEY_NOT_SET_UP);
  }
  const chains = { TEXT_CHAIN: 'bedrock,openai,rules', EMBED_CHAIN: 'bedrock,sagemaker,openai,huggingface,embedded' };
  return pointedAt(laptopConfig(chains), moved);
}

/** What is loaded, read and connected at the first call is no part of what is counted, or of a short time. */
async function prepare(at: Platform, broken: Vendors, ask: Ask, order: readonly Vendor['provider'][]): Promise<void> {
  const isKeyless = [...broken.values()].some(({ wrong }) => wrong === 'key-not-set-up');
  if (!isKeyless) {
    await Promise.all([at.config.OPENAI_SECRET_ID, at.config.HUGGINGFACE_SECRET_ID].map((id) => readKey(at, id)));
  }
  for (const name of order) {
    const wrong = broken.get(name)?.wrong;
    if (typeof wrong !== 'string' || wrong === 'key-rotated') await ask([name]);
  }
}

type Slices = Record<string, { minBudgetMs: number; maxMs: number }>;
type Ask = (order: readonly Provider[]) => Promise<Provenance>;

async function chainOf(vendor: Vendor, row: FaultRow, at: Platform, slices: Slices, time: Time) {
  let now: readonly Provider[] = [];
  const [usage, known] = await Promise.all([chainUsage(at), knowledge(at)]);
  const breaker = circuitBreaker({ clock: at.clock });
  const options = { ...usage, breaker, slices, time, order: async () => now, random: () => 0, marginMs: 50 };
  const call = (): Call => ({ signal: new AbortController().signal, deadline: Date.now() + 3 * PATIENT_MS });
  const models = vendor.work === 'text' ? (await textModels(at)).map((model) => renewed(model, row, at)) : [];
  const text = textChain({ ...options, models, mask: resumeMask(known) });
  const made = vendor.work === 'text' ? [] : await embedders(at);
  const vectors = embedderChain({ ...options, embedders: made, mask: textMask(known) });
  const own = [...models, ...made].find((model) => model.provider === vendor.provider);
  return {
    breakerState: () => breaker.look(`${vendor.provider}|${own?.modelId ?? ''}`),
    async ask(order: readonly Provider[]): Promise<Provenance> {
      now = order;
      const asked =
        vendor.work === 'text'
          ? text.run(task, extractionSchema, call())
          : vectors.embed(['nurse'], { ...call(), purpose: 'query' });
      return (await asked).provenance;
    },
  };
}

/** With credentials that are over at first, and good when the SDK asks for them again. */
function renewed<M extends { provider: Provider; modelId: string }>(model: M, row: FaultRow, at: Platform) {
  if (row.wrong !== 'credentials-renewed' || model.provider !== 'bedrock') return model;
  let given = 0;
  const credentials = async () => ({
    ...DEMO_CREDENTIALS,
    ...(given++ === 0 && { accessKeyId: EXPIRED_KEY_ID, expiration: new Date(Date.now() - 1_000) }),
  });
  return bedrockTextModel({ ...awsOptions(at, 'bedrock'), modelId: model.modelId, credentials });
}

function breakThings(provider: Vendor['provider'], wrong: Wrong, simulators: Simulators): void {
  if (typeof wrong !== 'string') simulators.faults.set({ ...wrong, service: provider });
  else if (wrong === 'key-rotated') simulators.putSecret(`talent-match/${provider}`, 'another-key');
}

/** Time that cuts a call short once it has reached one of these vendors, however slow the machine is. */
function afterCalls({ faults }: Simulators, vendors: readonly Vendor['provider'][]): Time {
  let cut = 0;
  const reached = () => vendors.reduce((total, name) => total + sum(faults.calls()[name] ?? {}), 0);
  return {
    now: systemTime.now,
    after(delayMs, fire) {
      if (delayMs > BRIEF_MS) return systemTime.after(delayMs, fire);
      let cancel: () => void;
      const look = () => {
        if (reached() <= cut) cancel = systemTime.after(10, look);
        else {
          cut++;
          fire();
        }
      };
      cancel = systemTime.after(delayMs, look);
      return () => cancel();
    },
  };
}

/** Again and again: a read has a second, and a slow machine may need more for the first one. */
async function readKey(at: Platform, id: string | undefined): Promise<void> {
  for (;;) {
    const isRead = await keyIn(at, id)().then(
      () => true,
      () => false,
    );
    if (isRead) return;
  }
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

function seenOf(provenance: Provenance, { faults }: Simulators): Omit<Seen, 'metrics'> {
  const { provider, attempts, fallbackUsed, degraded, costEstimated, costUsd } = provenance;
  const { secretsManager, ...vendors } = faults.calls();
  return {
    answeredBy: provider ?? 'rules',
    attempts: attempts.map((attempt) => `${attempt.provider} ${attempt.outcome}`),
    calls: Object.fromEntries(Object.entries(vendors).map(([name, counts]) => [name, sum(counts)])),
    keyReads: secretsManager?.GetSecretValue ?? 0,
    fallbackUsed,
    degraded,
    costEstimated,
    isFree: costUsd === 0,
  };
}

/** Sums what the attempts are measured by. */
function counter() {
  const metrics = new Map<string, number>();
  const telemetry: Telemetry = {
    count() {},
    event() {},
    measure(values, dimensions) {
      const { provider, model } = dimensions ?? {};
      if (provider === undefined || model === undefined) return;
      for (const [name, value] of Object.entries(values)) {
        if (!/^Provider|^RetriesRefused/.test(name)) continue;
        const more = name === 'ProviderDuration' ? 1 : value;
        if (more > 0) metrics.set(`${provider} ${name}`, (metrics.get(`${provider} ${name}`) ?? 0) + more);
      }
    },
  };
  return { metrics, telemetry };
}
