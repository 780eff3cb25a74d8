/** Each file built to take all the time or memory there is ends as it should; how long it takes is a benchmark. */
import { hostileFiles } from '../../support/documents/hostile-files';
import { readPatiently, refusalOf } from '../../support/documents/reading';

const refused = hostileFiles.filter((file) => file.ends !== 'read');
const read = hostileFiles.filter((file) => file.ends === 'read');

describe('a hostile file', () => {
  it.each(refused.map((file) => [file.name, file] as const))('is refused: %s', async (_, file) => {
    expect(await refusalOf(file.bytes(), file.stopped ? 300 : undefined)).toBe(file.ends);
  });

  it.each(read.map((file) => [file.name, file] as const))('is read for what it shows: %s', async (_, file) => {
    const document = await readPatiently(file.bytes());

    expect(document.pages).toBeLessThanOrEqual(50);
    expect(document.lines.length).toBeGreaterThan(0);
  });
});
