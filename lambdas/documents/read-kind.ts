/** Bytes of any accepted kind to lines, by the reader of that kind. */
import type { HiddenText, MediaType } from '../domain/document-text';
import type { Budget } from './budget';
import { type HiddenTally, hiddenTally } from './hidden-text';
import { refusals } from './refusals';
import { type Kind, sniff } from './sniff';
import { type PlainRead, readText } from './text';
import { decodePlainText } from './text-encoding';

/** What a reader found; plain data, so that it can come from a worker. */
export interface Found extends PlainRead {
  mediaType: MediaType;
  hidden: HiddenText[];
}

/** Throws `UNSUPPORTED_MEDIA_TYPE` for what is none of the kinds. */
export function kindOf(bytes: Uint8Array): Kind {
  const found = sniff(bytes);
  if ('unsupported' in found) throw refusals.unsupported(found.unsupported);
  return found.kind;
}

export async function readKind(kind: Kind, bytes: Uint8Array, budget: Budget): Promise<Found> {
  const hidden = hiddenTally();
  const { mediaType, read } = await readAs(kind, bytes, hidden, budget);
  return { ...read, mediaType, hidden: hidden.report() };
}

async function readAs(
  kind: Kind,
  bytes: Uint8Array,
  hidden: HiddenTally,
  budget: Budget,
): Promise<{ mediaType: MediaType; read: PlainRead }> {
  switch (kind) {
    // Each reader is loaded when its first document comes: a text must not pay for pdf.js.
    case 'pdf': {
      const { readPdf } = await import('./pdf');
      return { mediaType: 'application/pdf', read: await readPdf(bytes, hidden, budget) };
    }
    case 'zip': {
      const { readZip } = await import('./docx');
      const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      return { mediaType, read: readZip(bytes, hidden, budget) };
    }
    case 'ole': {
      const { readOle } = await import('./doc');
      return { mediaType: 'application/msword', read: await readOle(bytes, hidden) };
    }
    case 'rtf': {
      const { readRtf } = await import('./rtf');
      return { mediaType: 'application/rtf', read: readRtf(bytes, hidden, budget) };
    }
    case 'html': {
      const { readHtml } = await import('./html');
      return { mediaType: 'text/html', read: readHtml(bytes, hidden, budget) };
    }
    case 'text':
      return { mediaType: 'text/plain', read: readText(decodePlainText(bytes), hidden) };
  }
}
