/** Reads a multipart form as S3 does: fields up to the file, and nothing behind it. */

export interface Form {
  /** Names in lower case. */
  fields: ReadonlyMap<string, string>;
  file: Buffer;
}

/** Undefined when the body is no such form or has no file. */
export function readForm(contentType: string, body: Buffer): Form | undefined {
  const boundary = /multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const mark = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ''}`);
  if (mark.length === 2) return undefined;
  const fields = new Map<string, string>();
  for (let at = body.indexOf(mark); at !== -1; ) {
    const start = at + mark.length + 2;
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), start);
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (end === -1 || headEnd === -1) return undefined;
    const name = /name="([^"]*)"/i.exec(body.subarray(start, headEnd).toString('utf8'))?.[1]?.toLowerCase();
    const content = body.subarray(headEnd + 4, end);
    if (name === 'file') return { fields, file: content };
    if (name !== undefined) fields.set(name, content.toString('utf8'));
    at = end + 2;
  }
  return undefined;
}
