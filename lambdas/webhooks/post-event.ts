/** Sends one signed event to one endpoint: no redirect is followed, and nothing of the answer but its status is read. */
import { lookup } from 'node:dns/promises';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { DELIVERY_TIMEOUT_MS, webhookUrlFault } from '../domain/webhook';
import type { Clock, DeliveryAttempt, EventSender } from '../ports';
import { AddressRefused, checkedLookup, publicAddresses, type Resolve } from './checked-lookup';
import { signatureHeaders } from './sign-event';

export interface EventSenderOptions {
  clock: Clock;
  /** The laptop's: addresses are not looked at, and plain http is taken. */
  anyAddress: boolean;
  /** Default: that of the operating system. */
  resolve?: Resolve;
}

const USER_AGENT = 'talent-match-webhooks/1';

export function eventSender(options: EventSenderOptions): EventSender {
  const { clock, anyAddress, resolve = (host) => lookup(host, { all: true }) } = options;

  async function checkedUrl(text: string): Promise<URL> {
    const url = new URL(text);
    if (webhookUrlFault(text, anyAddress) !== undefined) throw new AddressRefused();
    // A socket asks for no name when the host is an address already.
    if (!anyAddress) await publicAddresses(url.hostname, resolve);
    return url;
  }

  return {
    async mayCall(text) {
      try {
        await checkedUrl(text);
        return true;
      } catch {
        return false;
      }
    },

    async post(endpoint, event, call) {
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]);
      try {
        const url = await checkedUrl(endpoint.url);
        const headers = {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(event.body)),
          'user-agent': USER_AGENT,
          ...signatureHeaders(endpoint.secret, event.id, event.body, clock.now()),
        };
        const request = await open(url, {
          method: 'POST',
          headers,
          signal,
          // A connection of its own: one that is kept would outlive the check of its address.
          agent: false,
          ...(!anyAddress && { lookup: checkedLookup(resolve) }),
        });
        return attemptOf(await answered(request, event.body), clock);
      } catch (error) {
        return { delivered: false, detail: reasonOf(error, signal) };
      }
    },
  };
}

/** Loaded by its scheme: a Lambda meets https only. */
async function open(url: URL, options: RequestOptions): Promise<ClientRequest> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return request(url, options);
}

function answered(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request
      .once('response', (response) => {
        // What the endpoint writes is nobody's business here, and may have no end.
        response.on('error', () => undefined).destroy();
        resolve(response);
      })
      .on('error', reject)
      .end(body);
  });
}

function attemptOf({ statusCode = 0, headers }: IncomingMessage, clock: Clock): DeliveryAttempt {
  const detail = `The endpoint answered ${statusCode}.`;
  if (statusCode >= 200 && statusCode < 300) return { delivered: true, detail };
  const retryAfterSeconds = secondsOf(headers['retry-after'], clock.now());
  return {
    delivered: false,
    detail,
    ...(statusCode === 410 && { gone: true as const }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** RFC 9110: seconds, or a date. */
function secondsOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** From a closed set: an error's own words may tell of our network. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'The endpoint did not answer in time.';
  if (error instanceof AddressRefused) return 'The host of the URL may not be called.';
  const code = String((error as NodeJS.ErrnoException).code);
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'The host of the URL was not found.';
  if (/CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO|EPROTO|ERR_SSL/.test(code)) return 'The TLS connection was not accepted.';
  return 'The connection to the endpoint failed.';
}
