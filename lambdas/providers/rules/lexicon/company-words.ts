/** Legal forms and words that mark the name of an employer, and the words that mark a place of learning. */

const words = (text: string) => new Set(text.split(/\s+/));

/** Compared in lower case with the dots taken out. */
export const legalForms: ReadonlySet<string> = words(
  'inc incorporated llc llp lp ltd limited plc corp corporation co company pvt private pty gmbh ag kg ohg ug mbh se sa sas sarl sàrl eurl srl spa snc sl slu lda ltda eireli bv nv vof ab as asa aps oy oyj kk pte sdn bhd pllc',
);

/** Nouns that employers carry in their names. */
export const companyWords: ReadonlySet<string> = words(
  `
agency airlines airways airport army associates association authority bakery bank banking bar bistro board brands brewery brothers bureau café cafe capital casino center centre chamber charity church cinema clinic club college commission communications computers computing conglomerate construction consultancy consultants consulting contractors cooperative council county court creations dealership defence defense department depot designs dept dynamics edition electric electronics energy engineering engineers enterprise enterprises entertainment equities estates exchange export exports express fabrics factory farm farms federation films finance financial firm foods force forces foundation foundry garage global government group guild healthcare health holdings home homes hospital hospitals hospitality hostel hotel hotels house imports industries industry infotech infosystems infrastructure inn innovations institute institution insurance international investments jewelers kitchen lab laboratories laboratory labs laundry law logistics magazine mall management manufacturing marine market marketing markets media mills mines ministry mortgage motors museum mutual navy network networks news newspaper ngo nursing office oil organisation organization outlet outsourcing partners partnership petroleum pharma pharmaceutical pharmaceuticals pharmacy pictures pizza plant plastics police power practice press prison productions products properties publications publishers publishing radio railway realty records refinery rentals resort resources restaurant restaurants retail salon school schools securities security semiconductor services shipping shop society softech software solicitors solutions spa stadium stationers steel store stores studio studios supermarket supplies supply surgery syndicate systems team tech technologies technology telecom telecommunications telekom television textiles theater theatre trading transport travel travels treasury trust tv union university utilities ventures warehouse waterworks wholesale works worldwide
pâtisserie boulangerie hôtel brasserie clínica constructora minera compañía ltda agencia editora fabrik bäckerei apotheke autohaus bank universität hochschule klinikum krankenhaus werke stadtwerke verlag praxis kanzlei gruppe versicherung société hôpital banque mairie groupe agence cabinet université empresa banco hospital universidad universidade ayuntamiento grupo consultoria azienda ospedale comune università gruppo banca bedrijf gemeente ziekenhuis
`.trim(),
);

/** Of these, the ones that name a department or a trade as often as an employer. */
export const departmentWords: ReadonlySet<string> = words(
  'management marketing engineering finance financial logistics security manufacturing construction insurance retail hospitality health healthcare communications nursing law media production accounting sales research design development operations technology supply office department commission council board team power safety care services systems school edition',
);

/** Words that make a name a place of learning. */
export const institutionWords: ReadonlySet<string> = words(
  `
university univ univ. college institute school academy polytechnic seminary conservatory faculty vidyalaya vidyapeeth vidyapith iit iim nit iiit iisc bits mit ucla usc nyu suny cuny ucl lse caltech insead university's universities institution gymnasium lyceum lycee campus technikon uni polytechnique
universität universitaet hochschule fachhochschule berufsschule realschule gesamtschule technische akademie tu
université universite école ecole lycée institut collège iut insa sorbonne
universidad instituto escuela colegio facultad politécnica universitat academia
universidade faculdade escola politécnica
università universita politecnico liceo istituto scuola ateneo
universiteit hogeschool
`.trim(),
);

/** Parts of words that mean a school in languages not listed word by word. */
export const schoolStems =
  /^(?:universi|univerz|uniwers|politech|polytech|gymnasi|konserv|conservator|akadem|szko[lł]|yliopisto|üniversite)|(?:schule|skole|skola|universitet|gymnasium|kolleg)$/u;

export const cjkInstitution =
  /[\p{Script=Han}\p{Script=Katakana}ー]{1,20}?(?:大学院?|大學|学院|學院|高校|高等学校|高等專科學校|専門学校|中学校?|研究科|学校)/u;
export const cjkCompany =
  /(?:株式会社|有限会社|合同会社|合資会社|有限公司|公司|集团|研究所|銀行|银行|病院|医院|事務所)/;
