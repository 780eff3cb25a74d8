import { simulatedQueues } from '../../../dev/simulators/queues';
import {
  type Delivery,
  deliverySchema,
  RETRY_DELAYS_SECONDS,
  retryDelaySeconds,
} from '../../../lambdas/domain/webhook';
import type { DeliveryAttempt } from '../../../lambdas/ports';
import { deliverWebhook } from '../../../lambdas/services/deliver-webhook';
import { memoryWebhooks } from '../../support/memory-webhooks';

const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
const DELIVERED: DeliveryAttempt = { delivered: true, detail: 'The endpoint answered 204.' };
const REFUSED: DeliveryAttempt = { delivered: false, detail: 'The endpoint answered 500.' };

/** A queue and an endpoint; `answers` are given in turn, the last one from then on. */
async function bench(answers: DeliveryAttempt[], type: Delivery['payload']['type'] = 'operation.finished') {
  const clock = { ms: 1_750_000_000_000, now: () => clock.ms };
  const start = clock.ms;
  const queue = simulatedQueues({ now: clock.now }).create('webhooks', { visibilitySeconds: 180 });
  const webhooks = memoryWebhooks();
  const made = await webhooks.create('owner', {
    url: 'https://example.com/',
    events: ['operation.finished'],
    secret: 's',
  });
  const place = made?.place ?? { owner: '', id: '' };
  const delivery = {
    endpoint: place,
    eventId: 'evt_1',
    payload: { type, timestamp: new Date(start).toISOString(), data: {} },
  };
  queue.send(JSON.stringify(delivery));

  const attempts: { seconds: number; eventId: string }[] = [];
  const measured: Record<string, number>[] = [];
  const noted: unknown[] = [];
  const measure = (values: Record<string, number>, _: unknown, fields: unknown) => {
    measured.push(values);
    noted.push(fields);
  };
  const ports = {
    webhooks,
    clock,
    random: () => 0.5,
    queue: { putOff: async (receipt: string, seconds: number) => void queue.hide(receipt, seconds) },
    telemetry: { count() {}, event() {}, measure },
    sender: {
      async post(_: unknown, { id }: { id: string }) {
        attempts.push({ seconds: (clock.ms - start) / 1000, eventId: id });
        return answers[Math.min(attempts.length, answers.length) - 1] ?? DELIVERED;
      },
    },
  };
  /** Works the queue off to its end, however long that takes on the clock. */
  const workOff = async () => {
    for (let due = queue.nextDueAt(); due !== undefined; due = queue.nextDueAt()) {
      clock.ms = Math.max(clock.ms, due);
      for (const { body, receives, handle } of queue.receive(1)) {
        const received = { delivery: deliverySchema.parse(JSON.parse(body)), receives, receipt: handle };
        if (await deliverWebhook(ports, received, call)) queue.remove(handle);
      }
    }
    return webhooks.find(place);
  };
  return { workOff, attempts, measured, noted, webhooks, place };
}

describe('a delivery', () => {
  it('is over when the endpoint takes it', async () => {
    const { workOff, attempts, measured, noted, place } = await bench([DELIVERED]);
    expect(await workOff()).toMatchObject({
      state: 'active',
      lastAttempt: { at: '2025-06-15T15:06:40.000Z', delivered: true, detail: 'The endpoint answered 204.' },
    });
    expect(attempts).toHaveLength(1);
    expect(measured).toEqual([{ WebhookAttemptsFailed: 0, WebhookEventsGivenUp: 0 }]);
    expect(noted).toEqual([{ webhook: place.id, reason: 'The endpoint answered 204.', count: 1 }]);
  });

  it('is tried ten times in two days, later each time, under one id, and then given up', async () => {
    const { workOff, attempts, measured } = await bench([REFUSED]);
    expect(await workOff()).toMatchObject({ state: 'failing', lastAttempt: { delivered: false } });
    expect(attempts.map(({ seconds }) => seconds)).toEqual([
      0, 5, 305, 2105, 9305, 27305, 63305, 99305, 135305, 171305,
    ]);
    expect(new Set(attempts.map(({ eventId }) => eventId))).toEqual(new Set(['evt_1']));
    expect(measured.at(-1)).toEqual({ WebhookAttemptsFailed: 1, WebhookEventsGivenUp: 1 });
    expect(measured.filter((values) => 'WebhookEventsGivenUp' in values)).toHaveLength(1);
  });

  it('makes an endpoint that failed active again', async () => {
    const { workOff, webhooks, place } = await bench([REFUSED, DELIVERED]);
    await webhooks.note(place, { state: 'failing', lastAttempt: null });
    expect(await workOff()).toMatchObject({ state: 'active' });
  });

  it('disables an endpoint that answers 410, and nothing more is sent there', async () => {
    const { workOff, attempts } = await bench([{ delivered: false, gone: true, detail: 'The endpoint answered 410.' }]);
    expect(await workOff()).toMatchObject({ state: 'disabled' });
    expect(attempts).toHaveLength(1);
    const after = await bench([DELIVERED]);
    await after.webhooks.note(after.place, { state: 'disabled', lastAttempt: null });
    expect(await after.workOff()).toMatchObject({ state: 'disabled' });
    expect(after.attempts).toEqual([]);
  });

  it('is over without an attempt when its endpoint was deleted', async () => {
    const { workOff, attempts, webhooks, place } = await bench([DELIVERED]);
    await webhooks.delete(place.owner, place.id);
    await workOff();
    expect(attempts).toEqual([]);
  });

  it('waits as long as the endpoint asks for', async () => {
    const { workOff, attempts } = await bench([{ ...REFUSED, retryAfterSeconds: 3600 }, DELIVERED]);
    await workOff();
    expect(attempts.map(({ seconds }) => seconds)).toEqual([0, 3600]);
  });
});

describe('a test event', () => {
  it('is tried once and changes no state when it fails', async () => {
    const { workOff, attempts, measured } = await bench([REFUSED], 'webhook.test');
    expect(await workOff()).toMatchObject({ state: 'active', lastAttempt: { delivered: false } });
    expect(attempts).toHaveLength(1);
    expect(measured).toEqual([{ WebhookAttemptsFailed: 1 }]);
  });

  it('brings a disabled endpoint back', async () => {
    const { workOff, webhooks, place } = await bench([DELIVERED], 'webhook.test');
    await webhooks.note(place, { state: 'disabled', lastAttempt: null });
    expect(await workOff()).toMatchObject({ state: 'active' });
  });
});

describe('the delay before the next attempt', () => {
  it('is spread by a tenth to both sides, never past what a queue can hide', () => {
    for (const [at, usual] of RETRY_DELAYS_SECONDS.entries()) {
      expect(retryDelaySeconds(at + 1, 0)).toBe(Math.ceil(usual * 0.9));
      expect(retryDelaySeconds(at + 1, 1)).toBeLessThanOrEqual(Math.ceil(usual * 1.1));
    }
    expect(retryDelaySeconds(9, 1, 86_400)).toBe(12 * 3600 - 60);
    expect(retryDelaySeconds(10, 0.5)).toBeUndefined();
  });
});
