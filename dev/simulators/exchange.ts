/** What a simulated service sees and says; the wire and its faults are elsewhere. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Suggestions } from '../../lambdas/domain/expansion';
import type { Extraction } from '../../lambdas/domain/extraction';
import type { Quirk } from './fault';

/** The minds behind the simulated models: the rules parser and the word table, or a test's own. */
export interface SimulatedAnswers {
  extract(text: string): Extraction;
  /** Other words for a search phrase. Default: none. */
  expand?(query: string): Suggestions;
  /** 256 numbers of unit length. */
  embed(text: string): number[];
}

export interface SimRequest {
  method: string;
  /** Below the service's prefix, percent-encoded as it came. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface SimReply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** A request that a service understood: what it asks for, and how it is answered. */
export interface SimOperation {
  operation: string;
  /** Model id, endpoint name, secret id: what a fault can be aimed at. */
  model?: string;
  answer(quirk?: Quirk): SimReply;
  /** How this operation words an error, where the service has more than one way. */
  refuse?: SimService['refuse'];
}

export interface SimService {
  /** Undefined when the service has no such operation. */
  route(request: SimRequest): SimOperation | undefined;
  /**
   * An error as this service words it. Without a code, the one that goes with the status.
   * @param originalStatus what the model behind the service answered, where the error tells
   */
  refuse(status: number, code?: string, message?: string, originalStatus?: number): SimReply;
}

/** Thrown inside a service to answer with one of its errors. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): SimReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
