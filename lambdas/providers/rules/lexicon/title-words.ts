/** Words job titles are built around (heads) and words that go before them, in the languages we read. */

const words = (text: string) => new Set(text.split(/\s+/));

/** A title nearly always ends in one of these, or has one before "of", "for", "-" or a comma. */
export const titleHeads: ReadonlySet<string> = words(
  `
accountant  actor actress actuary administrator adviser advisor advocate agent aide ambassador analyst anesthetist apprentice arborist archaeologist architect archivist artist assembler assessor assistant associate astronomer athlete attendant attorney auctioneer auditor author
baker banker barber barista bartender biller biologist blaster blogger boilermaker bookkeeper bricklayer broker builder butcher buyer
cameraman captain caregiver caretaker carpenter carer cashier caterer ceo cfo chairman chairperson chairwoman chair chancellor chauffeur chef chemist chief chiropractor cio clerk cleaner clinician co-founder co-op co-ordinator coach coder collector columnist commander commissioner comptroller concierge conductor conservator consultant contractor controller cook coo coordinator copywriter corporal correspondent cosmetologist counsel counsellor counselor courier craftsman creator cto curator custodian
dancer dba dealer dean demonstrator dentist deputy designer detective developer devops dietician dietitian director dispatcher diver dj doctor draftsman draughtsman dresser driller driver
economist editor educator electrician engineer entrepreneur envoy epidemiologist escort estimator evaluator examiner executive expert expeditor extern
fabricator facilitator farmer fellow fieldworker filmmaker finisher firefighter fisher fitter foreman forester forewoman founder freelancer
gardener geographer geologist geophysicist glazier grader greeter groundskeeper guard guardian guide
hairdresser handler handyman head headmaster helper historian host hostess housekeeper hygienist
illustrator immunologist inspector installer instructor intern internship interpreter interviewer inventor investigator
janitor jeweler jeweller jockey journalist judge
keeper
labeler laborer labourer landscaper lawyer lead leader lecturer liaison librarian lieutenant lifeguard linguist loader locksmith logistician
machinist magistrate maid maker manager manageress mason masseuse mathematician mechanic mechanist mediator medic member mentor merchandiser merchant messenger meteorologist microbiologist midwife miller millwright miner minister model moderator monitor mover musician
nanny navigator negotiator neurologist notary nurse nutritionist
officer official operative operator optician optometrist orderly organiser organizer owner
painter paralegal paramedic partner pastor pathologist pediatrician performer pharmacist pharmacologist phlebotomist photographer physician physicist physiotherapist pilot pipefitter planner plasterer plumber police policeman porter poster postman practitioner preparer president presenter principal printer processor producer professor programmer promoter proofreader proprietor prosecutor psychiatrist psychologist psychotherapist publicist publisher
radiographer radiologist ranger realtor receptionist recruiter rector registrar reporter rep representative researcher resident reviewer rigger roofer runner
sailor salesman salesperson saleswoman scaffolder scheduler scholar scientist scout screenwriter sculptor seamstress secretary sergeant server setter shopper singer smith sociologist solicitor sommelier specialist spokesman spokesperson staff statistician steward stewardess stocker storekeeper strategist stylist subcontractor superintendent superviser supervisor supervisory surgeon surveyor sweeper
tailor teacher technician technologist teller temp tester therapist tiler toolmaker trader trainee trainer translator transcriptionist treasurer tutor typist
underwriter usher
valet vendor vet veterinarian vice-president videographer volunteer vp svp evp avp
waiter waitress warden watchman weaver webmaster welder winemaker woodworker worker writer
zoologist student practicum employee trustee chairholder sme qa sdet architecte pm ba incharge in-charge sub-editor anchor newsreader jr sr generalist crew  pharm md hod bdm bde hr
schülerpraktikum praktikum minijob gesellin geselle meister meisterin geschäftsführer geschäftsführerin leiter leiterin mitarbeiter mitarbeiterin entwickler entwicklerin ingenieur ingenieurin berater beraterin kaufmann kauffrau sachbearbeiter sachbearbeiterin referent referentin assistentin assistenz praktikant praktikantin werkstudent werkstudentin verkäufer verkäuferin krankenpfleger krankenschwester pflegefachkraft lehrer lehrerin techniker mechaniker elektriker fahrer architektin projektleiter projektleiterin teamleiter teamleiterin abteilungsleiter buchhalter buchhalterin softwareentwickler softwareentwicklerin wissenschaftler doktorand auszubildender aushilfe koch köchin tischler schreiner mechatroniker
pâtissier pâtissière boulanger boulangère chef-pâtissier sous-chef sous-cheffe apprentie ouvrier ouvrière ingénieur ingénieure développeur développeuse directeur directrice responsable chargé chargée chef cheffe technicien technicienne vendeur vendeuse comptable infirmier infirmière enseignant enseignante professeur assistante stagiaire conseiller conseillère gestionnaire gérant cuisinier serveur serveuse concepteur rédacteur formateur alternant apprenti consultante secrétaire caissier
experto experta prevencionista ingeniero ingeniera desarrollador desarrolladora directora gerente jefe jefa encargado encargada técnico técnica vendedor vendedora contador contable enfermero enfermera profesor profesora maestro asistente auxiliar becario practicante asesor asesora analista consultor consultora coordinador coordinadora camarero cocinero abogado abogada médico arquitecto diseñador diseñadora administrativo administrativa dependienta dependiente programador programadora operario
engenheiro engenheira desenvolvedor desenvolvedora diretor diretora gerenta coordenador coordenadora estagiário estagiária vendedora professora assistente enfermeira advogado advogada arquiteto técnico auxiliar supervisora
ingegnere sviluppatore sviluppatrice direttore direttrice responsabile impiegato impiegata addetto addetta commesso commessa consulente tirocinante stagista insegnante infermiere infermiera cameriere cameriera cuoco ragioniere contabile avvocato architetto programmatore
medewerker medewerkster ontwikkelaar adviseur directeur leidinggevende verkoper verpleegkundige leraar docent stagiair monteur chauffeur beheerder hoofd projectleider
`.trim(),
);

/** Ends of German, Dutch and Scandinavian compounds: Prüfungsassistent, Vertriebsleiterin. */
export const titleEndings =
  /\p{L}{3}(?:assistent|leiter|entwickler|berater|ingenieur|techniker|fahrer|pfleger|verkäufer|mechaniker|elektriker|arbeiter|prüfer|lehrer|helfer|planer|monteur|referent|beamter|manager|praktikant|sekretär|kaufmann|kauffrau|fachkraft|schwester|koordinator|administrator|medewerker|adviseur|ontwikkelaar|leider|konsulent|ingeniør|leder|lærer|ingenjör|chef)(?:in|innen|en|n)?$/u;

/** Words of rank, trade and field that stand before a head. */
export const titleModifiers: ReadonlySet<string> = words(
  `
senior junior sr jr sr. jr. lead chief principal head assistant associate deputy vice managing general executive regional national global area district branch team group staff acting interim trainee graduate certified registered licensed freelance self-employed independent full-time part-time temporary contract field technical software hardware systems system network database web mobile application applications data business financial finance sales marketing account accounts accounting product project program programme operations operational quality customer client human resources administrative office production process research development design civil mechanical electrical chemical industrial medical clinical nursing legal tax audit credit risk investment security safety environmental health construction maintenance store shop retail warehouse logistics supply procurement purchasing media creative art content digital brand communications public relations training education school teaching student summer front back end full stack cloud devops test it information support service desk help founding co
leitender leitende stellvertretender stellvertretende freier freie
`.trim(),
);

/** Endings of Japanese and Chinese titles. */
export const cjkTitle =
  /(?:エンジニア|プログラマー?|デザイナー|マネージャー?|リーダー|ディレクター|コンサルタント|アナリスト|営業|部長|課長|係長|主任|社員|研究員|教授|准教授|助教|講師|教員|教諭|看護師|アルバイト|代表取締役|取締役|工程师|经理|主管|总监|实习生|设计师|架构师|程序员|顾问|专员|助理|教师|老师|會計|会计|开发|研究员)$/;
