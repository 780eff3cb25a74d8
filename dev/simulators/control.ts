/** `/__sim/*`: sets, lists and clears faults, and tells how often each service was called. */
import * as z from 'zod';
import { faultSchema, simServices } from './fault';
import type { FaultBoard } from './fault-board';

export interface SimControlReply {
  status: number;
  body: unknown;
}

/**
 * `PUT /__sim/faults` one fault or a list · `GET` lists · `DELETE` clears all, or `?service=bedrock` ·
 * `GET /__sim/calls` counts, `DELETE` starts at nothing · `GET /__sim/endpoints` addresses for commands of operators. Undefined for any other path.
 * @param path with its query string
 */
export type SimControl = (method: string, path: string, body: string) => SimControlReply | undefined;

const putSchema = z.array(faultSchema).min(1).max(50);

/** @param endpoints addresses of the simulated services, known once they are started */
export function simControl(
  board: FaultBoard,
  endpoints: () => Readonly<Record<string, string>> = () => ({}),
): SimControl {
  return (method, path, body) => {
    const url = new URL(path, 'http://simulators');
    switch (`${method} ${url.pathname}`) {
      case 'PUT /__sim/faults':
        return put(body);
      case 'GET /__sim/faults':
        return { status: 200, body: { faults: board.list() } };
      case 'DELETE /__sim/faults':
        return clear(url.searchParams.get('service'));
      case 'GET /__sim/endpoints':
        return { status: 200, body: { endpoints: endpoints() } };
      case 'GET /__sim/calls':
        return { status: 200, body: { calls: board.calls() } };
      case 'DELETE /__sim/calls':
        board.clearCalls();
        return { status: 200, body: { calls: {} } };
      default:
        if (!url.pathname.startsWith('/__sim/')) return undefined;
        return {
          status: 404,
          body: {
            error: 'There are /__sim/faults (PUT, GET, DELETE), /__sim/calls (GET, DELETE) and /__sim/endpoints (GET).',
          },
        };
    }
  };

  function put(body: string): SimControlReply {
    let content: unknown;
    try {
      content = JSON.parse(body);
    } catch {
      return { status: 400, body: { error: 'The body is not JSON.' } };
    }
    // A union of one fault and a list would say of each mistake no more than that it is one.
    const faults = putSchema.safeParse(Array.isArray(content) ? content : [content]);
    if (!faults.success) return { status: 400, body: { error: z.prettifyError(faults.error) } };
    for (const fault of faults.data) board.set(fault);
    return { status: 200, body: { faults: board.list() } };
  }

  function clear(service: string | null): SimControlReply {
    const known = simServices.find((name) => name === service);
    if (service !== null && known === undefined) {
      return { status: 400, body: { error: `There is no such service. There are ${simServices.join(', ')}.` } };
    }
    board.clear(known);
    return { status: 200, body: { faults: board.list() } };
  }
}
