/** Text for a terminal. */
import { terminalOptions, wrap } from '../../ops/terminal';

describe('terminalOptions', () => {
  it.each([
    ['a terminal', { isTTY: true, columns: 80 }, {}, { colour: true, width: 80 }],
    ['a wide terminal', { isTTY: true, columns: 200 }, {}, { colour: true, width: 100 }],
    [
      'a terminal whose user wants no colours',
      { isTTY: true, columns: 80 },
      { NO_COLOR: '1' },
      { colour: false, width: 80 },
    ],
    ['a pipe', {}, {}, { colour: false, width: 100 }],
  ])('fits %s', (_what, stream, environment, expected) => {
    expect(terminalOptions(stream, environment)).toEqual(expected);
  });
});

describe('wrap', () => {
  it('breaks between words, and leaves a word that is too long whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('see https://example.com/a/long/page now', 10)).toEqual([
      'see',
      'https://example.com/a/long/page',
      'now',
    ]);
    expect(wrap('', 10)).toEqual(['']);
  });
});
