/** A log that is cut off at any byte, as by the end of its process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { openQueueLog } from '../../../dev/simulators/queue-log';

const same = (records: unknown[]) => records;

describe('a queue log', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'queue-log-'));
    file = path.join(folder, 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has every record that was whole, in order, wherever it was cut', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bodies, at) => {
          rmSync(file, { force: true });
          const log = openQueueLog<unknown>(file, same);
          for (const body of bodies) log.append({ body }, true);
          log.close();
          const whole = readFileSync(file);
          const cut = whole.subarray(0, Math.floor(at * whole.length));
          writeFileSync(file, cut);
          const expected = bodies.slice(0, cut.toString('latin1').split('\n').length - 1).map((body) => ({ body }));
          for (let start = 0; start < 2; start++) {
            const after = openQueueLog<unknown>(file, same);
            expect(after.kept).toEqual(expected);
            after.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes nothing that must be sure after its end', () => {
    const log = openQueueLog<unknown>(file, same);
    log.close();
    expect(() => log.append({ body: 'late' }, true)).toThrow('closed');
    expect(() => log.append({ body: 'late' }, false)).not.toThrow();
  });
});
