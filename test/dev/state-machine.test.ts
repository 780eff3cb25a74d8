import { definitionSchema } from '../../dev/state-machine/definition';
import { rebuildMachine } from '../../dev/state-machine/rebuild-machine';
import { MapFailed, type RunOptions, runMap } from '../../dev/state-machine/run-map';

type Work = { name: string; cursor: number | null };
const named = (name: string, message = name) => Object.assign(new Error(message), { name });

/** The deployed definition over a function of the test's own. */
function run(parts: unknown, invoke: (work: Work) => Promise<unknown> | unknown) {
  const paused: number[] = [];
  const options: RunOptions = {
    invoke: async (_name, input) => invoke(input as Work),
    pause: async (milliseconds) => {
      paused.push(milliseconds);
    },
    random: () => 0.5,
  };
  const [map] = Object.values(rebuildMachine().States);
  if (map === undefined) throw new Error('there is no map');
  return { paused, outputs: runMap(map, { parts }, options) };
}

describe('the state machine on the laptop', () => {
  it('sends each part back until its cursor is null, and gives the parts as they ended, in order', async () => {
    const calls: string[] = [];
    const { outputs } = run([{ name: 'a' }, { name: 'b' }], ({ name, cursor = 0 }) => {
      calls.push(name);
      return { name, cursor: name === 'a' && cursor !== null && cursor < 2 ? cursor + 1 : null };
    });

    expect(await outputs).toEqual([
      { name: 'a', cursor: null },
      { name: 'b', cursor: null },
    ]);
    expect(calls.sort()).toEqual(['a', 'a', 'a', 'b']);
  });

  it('works on no more parts at once than the map says', async () => {
    let running = 0;
    let most = 0;
    const parts = Array.from({ length: 30 }, (_, i) => ({ name: `part-${i}` }));
    await run(parts, async ({ name }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return { name, cursor: null };
    }).outputs;

    expect(most).toBe(8);
  });

  it('tries again after waits that double, with jitter, from where the part stood', async () => {
    const seen: unknown[] = [];
    const { outputs, paused } = run([{ name: 'a', cursor: null }], (work) => {
      seen.push(work.cursor);
      if (seen.length === 1) return { ...work, cursor: 7 };
      if (seen.length < 5) throw named('DomainError');
      return { ...work, cursor: null };
    });

    expect(await outputs).toEqual([{ name: 'a', cursor: null }]);
    expect(seen).toEqual([null, 7, 7, 7, 7]);
    expect(paused).toEqual([5_000, 10_000, 20_000]);
  });

  it('gives up after the attempts it has, and starts no further part', async () => {
    const parts = Array.from({ length: 20 }, (_, i) => ({ name: `part-${i}` }));
    const begun = new Set<string>();
    const { outputs, paused } = run(parts, ({ name }) => {
      begun.add(name);
      throw named('DomainError');
    });

    await expect(outputs).rejects.toMatchObject({ name: 'DomainError' });
    await expect(outputs).rejects.toBeInstanceOf(MapFailed);
    expect(begun.size).toBe(8);
    expect(paused).toHaveLength(80);
    expect(Math.max(...paused)).toBe(150_000);
  });

  it('does not try again what would be wrong again', async () => {
    const { outputs, paused } = run([{ name: 'a' }], () => {
      throw named('ZodError');
    });

    await expect(outputs).rejects.toMatchObject({ name: 'ZodError', index: 0 });
    expect(paused).toEqual([]);
  });

  it('refuses an input without a list of parts', async () => {
    await expect(run(undefined, () => null).outputs).rejects.toMatchObject({ name: 'States.Runtime' });
  });

  it('refuses a definition that asks for what it does not run', () => {
    const definition = JSON.parse(JSON.stringify(rebuildMachine()));
    definition.States.Parts.ItemProcessor.States.Rebuild.ResultSelector = { 'cursor.$': '$.cursor' };

    expect(definitionSchema.safeParse(definition).success).toBe(false);
  });
});
