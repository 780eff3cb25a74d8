/** What one control-plane API of the simulated account is: its place on the wire and its operations, as a table. */
import type * as z from 'zod';
import { Refusal, type SimReply, type SimRequest } from '../exchange';

/** A call that was understood, before its input is checked. */
export interface ControlCall {
  region: string;
  accountId: string;
  request: SimRequest;
  /** Refuses the call unless the caller may do this too. */
  demand(action: string): void;
}

/** An answer that is not the operation's output as JSON or XML: a document, or another status than 200. */
export class RawReply {
  constructor(readonly reply: SimReply) {}
}

export interface ControlOperation {
  /** IAM actions that the caller must have; default `<signingName>:<operation>`. Faults are aimed at the first. */
  actions?: readonly string[];
  /** The output as the service names its fields; dates as seconds. Throws Refusal. */
  answer(input: unknown, call: ControlCall): object;
}

/**
 * One API. `query`: form in, XML out, operations by `Action`. `json`: JSON 1.0 and 1.1, operations by `x-amz-target`.
 * `rest`: operations are named `GET /inference-profiles/{id}`; path, query and body make one input.
 */
export interface ControlApi {
  protocol: 'query' | 'json' | 'rest';
  /** As in the credential scope of a signature. */
  signingName: string;
  operations: Readonly<Record<string, ControlOperation>>;
}

/**
 * An operation whose input has this shape; anything else is refused as the services do.
 * @param actions IAM actions, where they are not `<signingName>:<operation>`
 */
export function operation<S extends z.ZodType>(
  input: S,
  answer: (input: z.output<S>, call: ControlCall) => object,
  actions?: readonly string[],
): ControlOperation {
  return {
    ...(actions && { actions }),
    answer(raw, call) {
      const checked = input.safeParse(raw);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        throw new Refusal(400, 'ValidationException', `${issue?.path.join('.') || 'input'}: ${issue?.message}`);
      }
      return answer(checked.data, call);
    },
  };
}

/** State that every Region has for itself, made on first use. */
export function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const states = new Map<string, T>();
  return (region) => {
    const known = states.get(region);
    if (known !== undefined) return known;
    const fresh = make(region);
    states.set(region, fresh);
    return fresh;
  };
}
