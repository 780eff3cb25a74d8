/** Starts the simulated clouds: one loopback server, one path prefix a service, faults on request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type SimAccount, simulatedAccount } from './account/account';
import { deployNow } from './account/flag-history';
import { appConfigSimulator, FLAGS_REGION } from './app-config';
import { bedrockSimulator } from './bedrock';
import { type SimControl, simControl } from './control';
import { deliver } from './deliver';
import { json, Refusal, type SimOperation, type SimReply, type SimService, type SimulatedAnswers } from './exchange';
import { type Fault, type SimServiceName, simServices } from './fault';
import { type FaultBoard, faultBoard } from './fault-board';
import { huggingFaceSimulator } from './huggingface';
import { openAiSimulator } from './openai';
import { type SimQueues, simulatedQueues } from './queues';
import { s3Simulator } from './s3';
import type { DemoCredentials } from './s3-policy';
import { type SimEndpoint, sageMakerSimulator } from './sagemaker';
import { secretsManagerSimulator } from './secrets-manager';
import { sqsSimulator } from './sqs';

export interface SimulatorOptions {
  answers: SimulatedAnswers;
  /** For the expiry of upload forms. Default: the system's. */
  clock?: { now(): number };
  /** Default: any free port. */
  port?: number;
  /** Secrets by id. The keys of the two vendors are `talent-match/openai` and `talent-match/huggingface`. */
  secrets?: Readonly<Record<string, string>>;
  /** The flags document that AppConfig holds at the start; none by default. */
  flags?: unknown;
  /** SageMaker endpoints by name. Default: one of each answer shape. */
  sageMakerEndpoints?: Readonly<Record<string, SimEndpoint>>;
  credentials?: DemoCredentials;
  /** Folder to keep uploads and messages in between runs; in memory without it. */
  dataDir?: string;
  /** What else is simulated, for `GET /__sim/endpoints`. */
  otherEndpoints?: Readonly<Record<string, string>>;
}

export interface Simulators {
  /** Base addresses, to be given to the clients. */
  endpoints: Record<SimServiceName, string>;
  /** The control planes behind `endpoints.account`, to be set up by a test. */
  account: SimAccount;
  faults: FaultBoard;
  queues: SimQueues;
  handleSimControl: SimControl;
  /** A rotation: the value becomes current at once. */
  putSecret(id: string, value: string): void;
  /** The current value of a secret. */
  secretValue(id: string): string | undefined;
  /** Keys that the vendors take besides those in the secrets: new ones that nobody uses yet, old ones not yet revoked. */
  vendorKeys: Set<string>;
  /** Deploys flags to all at once, past validator and alarms. A string goes out as it is, valid or not. */
  deployFlags(document: unknown): void;
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** Ends all delays, stalls and connections. */
  close(): Promise<void>;
}

/** Keys that sign and open everything here, and nothing anywhere else. */
export const DEMO_CREDENTIALS: DemoCredentials = { accessKeyId: 'AKIADEMODEMODEMODEMO', secretAccessKey: 'demo' };

export const DEMO_SECRETS: Readonly<Record<string, string>> = {
  'talent-match/openai': 'sk-demo-openai',
  'talent-match/huggingface': 'hf_demo',
};

/** Answers are the same for the same request, request ids aside. */
export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const { answers, clock = Date, credentials = DEMO_CREDENTIALS, dataDir } = options;
  const secretsManager = secretsManagerSimulator(options.secrets ?? DEMO_SECRETS, () => clock.now());
  const queues = simulatedQueues({
    now: () => clock.now(),
    ...(dataDir !== undefined && { file: path.join(dataDir, 'queues', 'messages.jsonl') }),
  });
  const vendorKeys = new Set<string>();
  const current = (id: string) => (key: string) => key === secretsManager.current(id) || vendorKeys.has(key);
  const bedrock = bedrockSimulator(answers);
  const { account, service: accountService } = simulatedAccount(
    bedrock,
    { secretsmanager: secretsManager },
    options.flags === undefined ? undefined : textOf(options.flags),
  );
  const services: Record<SimServiceName, SimService> = {
    bedrock,
    sagemaker: sageMakerSimulator(answers, options.sageMakerEndpoints),
    openai: openAiSimulator(answers, current('talent-match/openai')),
    huggingface: huggingFaceSimulator(answers, current('talent-match/huggingface')),
    secretsManager,
    appConfig: appConfigSimulator(account.appConfig.in),
    s3: s3Simulator(credentials, () => clock.now(), dataDir && path.join(dataDir, 'uploads')),
    sqs: sqsSimulator(queues, () => endpoints.sqs),
    account: accountService,
  };
  const faults = faultBoard();
  const handleSimControl = simControl(faults, () => ({ ...options.otherEndpoints, ...endpoints }));
  const closing = new AbortController();

  // By default a connection idle for 5 s is closed, at times under a request that is already on its way.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const at = (name: SimServiceName) => `${origin}/${name}`;

  const endpoints: Simulators['endpoints'] = {
    bedrock: at('bedrock'),
    sagemaker: at('sagemaker'),
    openai: `${at('openai')}/v1`,
    huggingface: at('huggingface'),
    secretsManager: at('secretsManager'),
    appConfig: at('appConfig'),
    s3: at('s3'),
    sqs: at('sqs'),
    account: at('account'),
  };

  return {
    endpoints,
    account,
    faults,
    queues,
    handleSimControl,
    putSecret: secretsManager.put,
    secretValue: secretsManager.current,
    vendorKeys,
    deployFlags: (document) => deployNow(account.appConfig.in(FLAGS_REGION), textOf(document)),
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    close() {
      closing.abort();
      return new Promise((resolve) => {
        server.close(() => {
          queues.close();
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const target = request.url ?? '/';
    const control = handleSimControl(request.method ?? 'GET', target, body.toString('utf8'));
    if (control !== undefined) {
      return deliver(response, json(control.status, control.body), undefined, closing.signal);
    }
    const { reply, fault } = replyTo(request, target, body);
    return deliver(response, reply, fault, closing.signal);
  }

  function replyTo(request: IncomingMessage, target: string, body: Buffer): { reply: SimReply; fault?: Fault } {
    const url = new URL(target, origin);
    const name = simServices.find((service) => url.pathname.startsWith(`/${service}/`));
    if (name === undefined) return { reply: json(404, { error: `There are ${simServices.join(', ')}.` }) };
    const service = services[name];
    const { method = 'GET', headers } = request;
    const below = url.pathname.slice(name.length + 1);
    const operation = service.route({ method, path: below, query: url.searchParams, headers, body });
    if (operation === undefined)
      return { reply: service.refuse(404, 'UnknownOperationException', 'There is no such operation.') };
    const fault = faults.next(name, operation.operation, operation.model);
    return { reply: answerOf(service, operation, fault), ...(fault === undefined ? {} : { fault }) };
  }
}

/** More than any model says; what is in front of the JSON is no fault of it. */
const HUGE_BYTES = 5 * 1024 * 1024;

function answerOf(service: SimService, operation: SimOperation, fault: Fault | undefined): SimReply {
  const refuse = operation.refuse ?? service.refuse;
  if (fault?.kind === 'error') {
    const reply = refuse(fault.status ?? 500, fault.code, fault.message, fault.originalStatus);
    const wait = fault.retryAfterSeconds;
    return wait === undefined ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': String(wait) } };
  }
  try {
    const reply = operation.answer(fault?.answer);
    return fault?.answer === 'huge' ? { ...reply, body: ' '.repeat(HUGE_BYTES) + reply.body } : reply;
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.status, error.code, error.message);
    throw error;
  }
}

/** Larger than any service here takes. */
const MAX_BODY_BYTES = 30 * 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new RangeError('the request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
