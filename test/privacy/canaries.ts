/** Values that occur nowhere else, to be looked for where nothing of a caller's text may be, in every form it may take. */

export interface Canary {
  what: string;
  value: string;
}

export const canaries: readonly Canary[] = [
  { what: 'name', value: 'Zephyrine Quackenbosch' },
  { what: 'e-mail', value: 'zephyrine.quackenbosch@canary-mail.example' },
  { what: 'telephone', value: '+44 7700 900561' },
  { what: 'street', value: '417 Thistledrum Parade' },
  { what: 'work history', value: 'polished brass periscopes for submarine tourists' },
  { what: 'file name', value: 'zq-confidential-resume-final.txt' },
  { what: 'job', value: 'wanted: keeper of the clockwork ostrich' },
  { what: 'phrase', value: 'periwinkle tightrope mathematician' },
  { what: 'text to embed', value: 'marmalade telescope choreography' },
  { what: 'idempotency key', value: 'canary-idem-7f3a9c51e8' },
  { what: 'API key', value: 'apikey-Canary-5512-Zulu-Tango' },
  { what: 'bearer token', value: 'tok-Canary-Juliet-8841-Whiskey' },
  { what: 'secret of a vendor', value: 'sk-canary-vendor-secret-93cd17' },
];

/** Stretches of a value from which it could be told, each at least eight characters long. */
function piecesOf(value: string): string[] {
  const words = value.split(/[\s@]+/).filter((word) => word.length >= 8);
  return [...new Set([value, ...words])];
}

function formsOf(piece: string): string[] {
  const lower = piece.toLowerCase();
  // Whatever the bytes before it, one of the three has the middle of the value.
  const base64 = ['', 'x', 'xx'].map((before) => {
    const encoded = Buffer.from(before + piece)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(before === '' ? 0 : 4, -2);
  });
  const escaped = JSON.stringify(piece).slice(1, -1).toLowerCase();
  const reversed = [...lower].reverse().join('');
  const url = encodeURIComponent(piece).toLowerCase();
  const hex = Buffer.from(piece).toString('hex');
  return [
    lower,
    escaped,
    reversed,
    url,
    url.replaceAll('%20', '+'),
    hex,
    ...base64.map((part) => part.toLowerCase()),
  ].filter((form) => form.length >= 8);
}

const needles = canaries.flatMap(({ what, value }) =>
  piecesOf(value).flatMap((piece) => formsOf(piece).map((form) => ({ what, form }))),
);

/** What of the canaries a text holds, whatever its case. */
export function leaksIn(text: string): string[] {
  const lower = text.toLowerCase();
  return [...new Set(needles.filter(({ form }) => lower.includes(form)).map(({ what }) => what))];
}

export const canary = (what: string) => canaries.find((one) => one.what === what)?.value ?? '';

export const CANARY_RESUME = `${canary('name')}
${canary('street')}, Leeds LS1 4AB | ${canary('e-mail')} | ${canary('telephone')}

EXPERIENCE
Periscope Polisher, Harbour Works, Leeds
Mar 2019 - present
- Has ${canary('work history')}

EDUCATION
Diploma in Optics, Leeds City College, 2018

SKILLS
Quality control, Excel, Customer service`;
