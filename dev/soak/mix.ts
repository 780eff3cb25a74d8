/** What callers send in a soak: the routes in their shares, with the samples as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Chance } from './chance';

export interface SoakRequest {
  /** What it is counted under. */
  kind: string;
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  contentType?: string;
  body?: string | Uint8Array;
}

/** Of a hundred requests. Reading is most of it; a match is the dearest for the machine. */
const SHARES = {
  'parse text': 10,
  'parse document': 3,
  'match by resume': 2,
  'match by query': 3,
  embed: 22,
  'put job': 10,
  'get job': 30,
  health: 20,
} as const;
type Kind = keyof typeof SHARES;

interface SampleJob {
  id: string;
  title: string;
}

const SAMPLES = path.join(__dirname, '../samples');

export interface Mix {
  next(): SoakRequest;
  /** One of each kind. */
  each(): SoakRequest[];
}

export async function mixOf(chance: Chance): Promise<Mix> {
  const jobs = JSON.parse(readFileSync(path.join(SAMPLES, 'jobs.json'), 'utf8')) as [SampleJob, ...SampleJob[]];
  const files = readdirSync(path.join(SAMPLES, 'resumes'));
  const [first = '', ...rest] = files.map((file) => readFileSync(path.join(SAMPLES, 'resumes', file), 'utf8'));
  const resumes = [first, ...rest] as const;
  const documents = (await Promise.all(resumes.map(documentsOf))).flat() as [Document, ...Document[]];
  const kinds = Object.entries(SHARES).flatMap(([kind, share]) => Array<Kind>(share).fill(kind as Kind));
  const json = (kind: Kind, target: string, body: object, method: 'POST' | 'PUT' = 'POST'): SoakRequest => ({
    kind,
    method,
    path: target,
    contentType: 'application/json',
    body: JSON.stringify(body),
  });
  const get = (kind: Kind, target: string): SoakRequest => ({ kind, method: 'GET', path: target });
  const makers: Record<Kind, () => SoakRequest> = {
    'parse text': () => json('parse text', '/v1/resumes/parse', { text: chance.pick(resumes) }),
    'parse document': () => ({
      kind: 'parse document',
      method: 'POST',
      path: '/v1/resumes/parse',
      ...chance.pick(documents),
    }),
    'match by resume': () => json('match by resume', '/v1/matches', { resumeText: chance.pick(resumes), limit: 10 }),
    'match by query': () => json('match by query', '/v1/matches', { query: chance.pick(jobs).title, limit: 10 }),
    embed: () => json('embed', '/v1/embeddings', { input: textsOf(chance, resumes), purpose: 'query' }),
    'put job': () => {
      const job = chance.pick(jobs);
      // Every other one is new to the embedder behind the stream, in the same place of the catalogue.
      const changed = chance.next() < 0.5 ? { title: `${job.title} (${chance.between(1, 9)})` } : {};
      return json('put job', `/v1/jobs/${job.id}`, { ...job, ...changed }, 'PUT');
    },
    'get job': () => get('get job', `/v1/jobs/${chance.pick(jobs).id}`),
    health: () => get('health', '/v1/health'),
  };
  return {
    next: () => makers[chance.pick(kinds as [Kind, ...Kind[]])](),
    each: () => Object.values(makers).map((make) => make()),
  };
}

interface Document {
  contentType: string;
  body: string | Uint8Array;
}

/** The same resume in each kind of file that is easily made. */
async function documentsOf(text: string): Promise<Document[]> {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').split('\n');
  return [
    { contentType: 'application/pdf', body: await pdfOf(text) },
    {
      contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      body: docxOf(escaped),
    },
    { contentType: 'text/html', body: `<html><body>${escaped.map((line) => `<p>${line}</p>`).join('')}</body></html>` },
  ];
}

async function pdfOf(text: string): Promise<Buffer> {
  const { default: PdfDocument } = await import('pdfkit');
  const pdf = new PdfDocument();
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', () => resolve()));
  pdf.fontSize(10).text(text).end();
  await ended;
  return Buffer.concat(chunks);
}

function docxOf(lines: readonly string[]): Uint8Array {
  const paragraphs = lines.map((line) => `<w:p><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`).join('');
  const part = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${part}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs}</w:body></w:document>`,
    ),
  });
}

/** One line of a resume, or some of them. */
function textsOf(chance: Chance, resumes: readonly [string, ...string[]]): string | string[] {
  const lines = chance
    .pick(resumes)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return chance.next() < 0.7 ? (lines[0] ?? 'nurse') : lines.slice(0, chance.between(2, 8));
}
