/** Character references of XML and HTML: numbers, Latin-1, and the typographic names that documents use. */

import { decodeWindows1252 } from './code-pages';

/** U+00A0 to U+00FF in order (HTML 4, Latin-1). */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );

const NAMES = new Map<string, string>([
  ...LATIN1.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    OElig: 'Œ',
    oelig: 'œ',
    Scaron: 'Š',
    scaron: 'š',
    Yuml: 'Ÿ',
    fnof: 'ƒ',
    circ: 'ˆ',
    tilde: '˜',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwnj: '\u200c',
    zwj: '\u200d',
    lrm: '\u200e',
    rlm: '\u200f',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    dagger: '†',
    Dagger: '‡',
    bull: '•',
    hellip: '…',
    permil: '‰',
    prime: '′',
    lsaquo: '‹',
    rsaquo: '›',
    euro: '€',
    trade: '™',
    larr: '←',
    rarr: '→',
    harr: '↔',
    minus: '−',
    le: '≤',
    ge: '≥',
    ne: '≠',
    check: '✓',
    star: '☆',
    starf: '★',
    phone: '☎',
    commat: '@',
    num: '#',
    plus: '+',
    period: '.',
    comma: ',',
    colon: ':',
    lpar: '(',
    rpar: ')',
    sol: '/',
    hyphen: '‐',
    dash: '‐',
    horbar: '―',
    zwsp: '\u200b',
    ZeroWidthSpace: '\u200b',
    Cacute: 'Ć',
    cacute: 'ć',
    Ccaron: 'Č',
    ccaron: 'č',
    Zcaron: 'Ž',
    zcaron: 'ž',
    Lstrok: 'Ł',
    lstrok: 'ł',
    nacute: 'ń',
    sacute: 'ś',
    zacute: 'ź',
    zdot: 'ż',
    Zdot: 'Ż',
    eogon: 'ę',
    aogon: 'ą',
    ecaron: 'ě',
    rcaron: 'ř',
    Scedil: 'Ş',
    scedil: 'ş',
    gbreve: 'ğ',
    Idot: 'İ',
    imath: 'ı',
    odblac: 'ő',
    udblac: 'ű',
    uring: 'ů',
  }),
]);

/** Unknown names stay as they are written; so does everything with `html` false but numbers and the five of XML. */
export function decodeEntities(text: string, html: boolean): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,24}));?/gi, (whole, hex, decimal, name) => {
    if (hex || decimal) return character(Number.parseInt(hex ?? decimal, hex ? 16 : 10));
    if (!html && !['amp', 'lt', 'gt', 'quot', 'apos'].includes(name)) return whole;
    return NAMES.get(name) ?? whole;
  });
}

function character(code: number): string {
  // Browsers read the C1 range as Windows-1252.
  if (code >= 0x80 && code <= 0x9f) return decodeWindows1252(new Uint8Array([code]));
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(code);
}
