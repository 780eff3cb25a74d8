/** A document as the parsers see it: visible lines in reading order, with what the layout says about each. */

export const mediaTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/msword',
  'application/rtf',
  'text/html',
  'text/plain',
] as const;

export type MediaType = (typeof mediaTypes)[number];

/** One visible line. Layout is absent where the format has none (plain text) or does not tell it. */
export interface TextLine {
  /** Well-formed text without control characters; tabs and runs of blanks between table cells become `\t`. */
  text: string;
  /** 1-based page; 1 where the format has no pages. */
  page: number;
  /** Font size in points. */
  fontSize?: number;
  bold?: boolean;
  /** Distance in points from the left edge of its page. */
  x?: number;
  /** White space in points above the line, within its column. */
  gapAbove?: number;
  /** The format itself marks the line: heading style in DOCX, `<h1>`–`<h6>` in HTML. */
  heading?: boolean;
  /** A list item in DOCX, HTML or RTF, or a line that began with a bullet sign (the sign is removed). */
  bullet?: boolean;
}

/** Text that a person looking at the page would not see. It never reaches a parser or a model. */
export interface HiddenText {
  kind:
    | 'invisible'
    | 'tiny'
    | 'off-page'
    | 'same-colour'
    | 'zero-width'
    | 'unicode-tag'
    | 'bidi-control'
    /** A part that is no page (properties, comments, alternative texts, attachments) and speaks to a model. */
    | 'unread-part';
  page: number;
  /** Characters removed. The text itself is not kept: it may be an instruction to a model. */
  characters: number;
}

export interface DocumentText {
  mediaType: MediaType;
  /** Hex SHA-256 of the bytes. */
  sha256: string;
  bytes: number;
  pages: number;
  lines: TextLine[];
  hidden: HiddenText[];
  /** Sentences about what was not read (pages beyond the limit, a broken part), for the caller. */
  warnings: string[];
}

/** The lines as one text, joined by `\n`. */
export function plainText(document: Pick<DocumentText, 'lines'>): string {
  return document.lines.map((line) => line.text).join('\n');
}
