/** Fields written as a form: "Company: …", "Designation: …", "Duration: …". */

export type LabelField =
  | 'company'
  | 'title'
  | 'dates'
  | 'place'
  | 'description'
  | 'institution'
  | 'degree'
  | 'name'
  | 'client';

const labels: readonly [LabelField, RegExp][] = [
  [
    'company',
    /^(?:(?:name of (?:the )?)?(?:company|organi[sz]ation|employer|firm)(?:['’]?s? name)?|company\/organi[sz]ation|employer['’]?s? name|arbeitgeber|firma|unternehmen|entreprise|empresa|azienda|werkgever|会社名|公司|勤務先)$/i,
  ],
  ['client', /^(?:client(?: name)?|customer|kunde)$/i],
  [
    'title',
    /^(?:(?:job )?(?:title|position|designation|role|post|function)(?: held)?|position title|job role|(?:current|last) (?:position|designation)|work(?:ed|ing) as|position\(s\) held|stelle|poste|puesto|cargo|ruolo|functie|職位|职位|役職)$/i,
  ],
  [
    'dates',
    /^(?:duration|period|dates?|time period|tenure|from|dates? (?:of employment|attended|employed)|year|working period|employment dates?|zeitraum|période|periodo|período|期間|时间)$/i,
  ],
  ['place', /^(?:location|place|city|work location|ort|lieu|ubicación|local|luogo|plaats)$/i],
  [
    'description',
    /^(?:representative clients|clients|courses(?: attended)?|(?:job |project |roles? (?:and|&) )?(?:description|responsibilit(?:y|ies)|duties|achievements?|summary|accomplishments?)(?: include[sd]?)?|key responsibilities|environment|technolog(?:y|ies)|tools(?: used)?|team size|project(?: name)?|platform|skills(?: used)?|contribution|reporting to|reports? to)$/i,
  ],
  [
    'institution',
    /^(?:(?:name of )?(?:institution|institute|college|university|school)(?: name)?|university\/college|hochschule|universität|université|universidad)$/i,
  ],
  ['degree', /^(?:degree|qualification|course|diploma|title of qualification(?: awarded)?|abschluss|diplôme|título)$/i],
  [
    'name',
    /^(?:(?:full |candidate |candidate['’]s )?name|name in full|vor- und nachname|nom(?: et prénom)?|nombre(?: y apellidos)?|nome(?: completo)?|naam|氏\s?名|姓\s?名)$/i,
  ],
];

/** The field and its value, when a line begins with a label; the value may be empty. */
export function readLabel(text: string): { field: LabelField; value: string } | undefined {
  const alone =
    text.length <= 30
      ? labels.find(([field, pattern]) => field !== 'description' && field !== 'name' && pattern.test(text.trim()))
      : undefined;
  if (alone !== undefined) return { field: alone[0], value: '' };
  const cut = /^[^\p{L}]{0,4}([\p{L}][\p{L}\s()/'’&-]{1,40}?)\s*(?::-?|[-–—]\s|\t|\||：|=)\s*(.*)$/u.exec(text);
  if (cut === null) return undefined;
  const label = (cut[1] ?? '').trim();
  const field = labels.find(([, pattern]) => pattern.test(label))?.[0];
  // The head of a table: "Position | Employer | Dates".
  if ((cut[2] ?? '').includes('|') && text.includes(`${cut[1]} |`)) return undefined;
  return field === undefined ? undefined : { field, value: (cut[2] ?? '').trim() };
}
