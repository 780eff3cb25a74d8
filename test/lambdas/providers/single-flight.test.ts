import { singleFlight } from '../../../lambdas/providers/single-flight';
import { virtualTime } from './virtual-time';

const MINUTE = 60_000;

function call(now: number, ms = MINUTE) {
  const controller = new AbortController();
  return { signal: controller.signal, deadline: now + ms, leave: () => controller.abort(new Error('left')) };
}

describe('singleFlight', () => {
  it('does the same work once for all who ask at once, and anew for who comes later', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    let done = 0;
    const work = () => new Promise<number>((resolve) => time.after(100, () => resolve(++done)));

    const all = await time.during(Promise.all(Array.from({ length: 200 }, () => share('key', call(time.now()), work))));
    const later = await time.during(share('key', call(time.now()), work));

    expect(all.map(({ value }) => value)).toEqual(Array.from({ length: 200 }, () => 1));
    expect(all.filter(({ shared }) => !shared)).toHaveLength(1);
    expect(later).toEqual({ value: 2, shared: false });
  });

  it('keeps other work apart', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    const keys = Array.from({ length: 200 }, (_, i) => `key ${i}`);

    const all = await Promise.all(keys.map((key) => share(key, call(time.now()), async () => key)));

    expect(all).toEqual(keys.map((value) => ({ value, shared: false })));
  });

  it('puts one of those who wait in the place of a leader who fails, and fails nobody else', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    let runs = 0;
    const work = () =>
      new Promise<string>((resolve, reject) => {
        const isFirst = runs++ === 0;
        time.after(100, () => (isFirst ? reject(new Error('no')) : resolve('yes')));
      });

    const [leader, ...others] = await time.during(
      Promise.allSettled(Array.from({ length: 20 }, () => share('key', call(time.now()), work))),
    );

    expect(leader).toMatchObject({ status: 'rejected' });
    expect(others.every((other) => other.status === 'fulfilled' && other.value.value === 'yes')).toBe(true);
    expect(runs).toBe(2);
  });

  it('lets the one who leads leave without an effect on those who wait', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    const first = call(time.now());
    const workOf = (signal: AbortSignal) => () =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        time.after(100, () => resolve('done'));
      });
    const second = call(time.now());

    const leading = share('key', first, workOf(first.signal));
    const waiting = share('key', second, workOf(second.signal));
    first.leave();

    await expect(leading).rejects.toThrow('left');
    expect(await time.during(waiting)).toEqual({ value: 'done', shared: false });
  });

  it('has who waits work for itself before its own time is over', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    const never = share('key', call(time.now(), 10 * MINUTE), () => new Promise<string>(() => {}));
    never.catch(() => undefined);
    const brief = call(time.now(), 2_000);

    const answer = await time.during(share('key', brief, async () => `at ${brief.deadline - time.now()}`));

    expect(answer).toEqual({ value: 'at 500', shared: false });
  });

  it('lets who waits leave at once', async () => {
    const time = virtualTime();
    const { share } = singleFlight(time);
    share('key', call(time.now()), () => new Promise(() => {})).catch(() => undefined);
    const impatient = call(time.now());
    const waiting = share('key', impatient, async () => {
      impatient.signal.throwIfAborted();
    });

    impatient.leave();

    await expect(waiting).rejects.toThrow('left');
  });
});
