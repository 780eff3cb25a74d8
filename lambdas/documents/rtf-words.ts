/** Control words of RTF 1.9.1 that stand for a sign, name a code page, or open a group without text. */

export const SYMBOLS: Readonly<Record<string, string>> = {
  bullet: '•',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};

export const SKIPPED_DESTINATIONS: ReadonlySet<string> = new Set(
  (
    'stylesheet info pict object objdata blipuid fldinst themedata colorschememapping datastore latentstyles listtable ' +
    'listoverridetable revtbl rsidtbl generator xmlnstbl mmathPr bkmkstart bkmkend filetbl template pgptbl userprops ' +
    'operator author title subject company keywords comment doccomm annotation atnid atnauthor atnref private ' +
    'shpgrp sp sn sv nonshppict picprop pnseclvl ftnsep ftnsepc aftnsep aftnsepc factoidname wgrffmtfilter fchars lchars'
  ).split(' '),
);

/** `\ansicpgN`. */
export const CODE_PAGES: Readonly<Record<number, string>> = {
  437: 'windows-1252',
  850: 'windows-1252',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  10000: 'macintosh',
  65001: 'utf-8',
};

/** `\fcharsetN`. */
export const CHARSETS: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
