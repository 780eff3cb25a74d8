import { createHash } from 'node:crypto';
import type { AskedFile } from '../../../ops/compare/ask-all';
import { reportHtml } from '../../../ops/compare/report-html';
import { summaryOf } from '../../../ops/compare/summary';
import { compared, notCompared } from './asked-files';

const hostile = '<script>alert("1")</script>';
const page = (files: AskedFile[], isSimulated = false) =>
  reportHtml({
    createdAt: '2026-11-22T09:30:00.000Z',
    api: 'https://api.example.com',
    isSimulated,
    summary: summaryOf(files, ['aws', 'current']),
    files,
  });

/** What a reader sees, without the markup. */
function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body>'));
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the report', () => {
  it('shows what differs of a file side by side, and names what is the same', () => {
    const words = wordsOf(
      page([
        compared(
          'ana.pdf',
          { name: 'Ana Diaz', skills: ['SQL', 'Java'] },
          { name: 'Ana Diaz', skills: ['SQL'], latencyMs: 1_400 },
        ),
      ]),
    );

    expect(words).toContain('aws and current, compared 1 file · 2026-11-22 09:30 UTC · https://api.example.com');
    expect(words).toContain('This report holds personal data from resumes.');
    expect(words).toContain('ana.pdf 83.3 % aws 1000 ms, 0.00100 USD · current 1400 ms, 0.00100 USD');
    expect(words).toContain('Field aws current skills 66.7 % SQL Java SQL The same: name.');
    expect(words).toContain('all fields 1 83.3 % [83.3 %, 83.3 %], too few: about 20 needed');
  });

  it('begins with what could not be compared and what agrees least', () => {
    const words = wordsOf(
      page([
        compared('same.pdf', { name: 'Ana' }, { name: 'Ana' }),
        compared('other.pdf', { name: 'Ana', skills: ['SQL'] }, { name: 'Ana', skills: ['Java'] }),
        notCompared('empty.pdf', 'DOCUMENT_EMPTY'),
      ]),
    );

    expect(words.match(/\w+\.pdf/g)).toEqual(['empty.pdf', 'other.pdf', 'same.pdf']);
  });

  it('shows who failed, and what nobody could read', () => {
    const words = wordsOf(
      page([compared('a.pdf', {}, { failed: 'throttled' }), notCompared('b.pdf', 'DOCUMENT_EMPTY')]),
    );

    expect(words).toContain('a.pdf nothing to compare aws 1000 ms, 0.00100 USD · current failed after 1000 ms');
    expect(words).toContain('current: PROVIDER_UNAVAILABLE, openai throttled');
    expect(words).toContain('b.pdf not compared DOCUMENT_EMPTY: There is no text in it.');
  });

  it('writes whatever stands in a resume or in the name of a file as text', () => {
    const html = page([
      compared(`${hostile}.pdf`, { name: hostile, skills: ['" onload="x', "'&<img src=x>"] }, { name: 'Ana' }),
    ]);

    expect(html).not.toMatch(/<script|<img|" onload/);
    expect(wordsOf(html)).toContain(`name 0 % ${hostile} Ana`);
  });

  it('loads nothing and runs nothing: its style alone is let in, by its hash', () => {
    const html = page([compared('a.pdf', {}, {})]);
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');

    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<(script|link|img|iframe)|\ssrc=|\sstyle=|url\(|@import/);
  });

  it('says when the models were simulators', () => {
    expect(wordsOf(page([compared('a.pdf', {}, {})], true))).toContain('The models were simulators of a laptop cloud');
    expect(wordsOf(page([compared('a.pdf', {}, {})]))).not.toContain('simulators');
  });
});
