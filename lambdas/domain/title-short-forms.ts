/** Short and everyday forms of job titles, spelled out: "icu rn" is "intensive care registered nurse". */

const pairs = (text: string): [string, string][] =>
  text
    .split('\n')
    .map((line) => line.split(' = '))
    .filter((pair): pair is [string, string] => pair.length === 2);

/** One word that means the same wherever it stands in a title. A map, as a title may be "constructor". */
const ANYWHERE = new Map(
  pairs(`sr = senior
snr = senior
jr = junior
jnr = junior
mgr = manager
mngr = manager
mgmt = management
asst = assistant
assoc = associate
sysadmin = system administrator
devs = developer
engr = engineer
swe = software engineer
sde = software engineer
sdet = software test engineer
sre = site reliability engineer
mle = machine learning engineer
dba = database administrator
qa = quality assurance
qc = quality control
ux = user experience
ui = user interface
ml = machine learning
ai = artificial intelligence
bi = business intelligence
it = information technology
helpdesk = help desk
infosec = information security
fullstack = full stack
frontend = front end
backend = back end
vp = vice president
avp = assistant vice president
svp = senior vice president
evp = executive vice president
ceo = chief executive officer
cfo = chief financial officer
cto = chief technology officer
coo = chief operating officer
cio = chief information officer
cmo = chief marketing officer
chro = chief human resources officer
ciso = chief information security officer
rep = representative
reps = representative
coord = coordinator
supv = supervisor
spvr = supervisor
dir = director
acctg = accounting
mktg = marketing
ops = operations
comms = communications
biz = business
hr = human resources
hrbp = human resources business partner
sdr = sales development representative
bdr = business development representative
csr = customer service representative
kam = key account manager
bdm = business development manager
rn = registered nurse
rns = registered nurse
lpn = licensed practical nurse
lvn = licensed practical nurse
cna = certified nursing assistant
hca = healthcare assistant
hcsw = healthcare assistant
crna = nurse anesthetist
emt = emergency medical technician
hha = home health aide
lcsw = licensed clinical social worker
icu = intensive care
itu = intensive care
ccu = intensive care
nicu = neonatal intensive care
er = emergency
ed = emergency department
peds = pediatric
paediatric = pediatric
paediatrician = pediatrician
anaesthetist = anesthetist
orthopaedic = orthopedic
gynaecologist = gynecologist
haematology = hematology
obgyn = obstetrician gynecologist
slt = speech language therapist
physio = physical therapist
physiotherapist = physical therapist
physiotherapy = physical therapy
dietician = dietitian
vet = veterinarian
hgv = truck
lgv = truck
cdl = truck
lorry = truck
trucker = truck driver
cabbie = taxi driver
flt = forklift
sparky = electrician
chippy = carpenter
brickie = bricklayer
barkeep = bartender
barman = bartender
barmaid = bartender
stewardess = flight attendant
cop = police officer
solicitor = lawyer
barrister = lawyer
realtor = real estate agent
sen = special education
sped = special education
pe = physical education
mfg = manufacturing
mech = mechanical
elec = electrical
maint = maintenance
rnd = research development
programme = program
centre = center
labour = labor
labourer = laborer
aeroplane = airplane
jeweller = jeweler
tyre = tire
counsellor = counselor`),
);

/** Words that mean one thing before other words and another thing after them: "tech lead", "lab tech". */
const BY_PLACE = new Map<string, readonly [first: string, later: string]>([
  ['tech', ['technical', 'technician']],
  ['admin', ['administrative', 'administrator']],
  ['exec', ['executive', 'executive']],
  ['dev', ['development', 'developer']],
  ['eng', ['engineering', 'engineer']],
  ['acct', ['account', 'accountant']],
]);

/** Words that mean so only at the end of a title; several meanings are all readings, the most usual first. */
const AT_THE_END = new Map(
  pairs(`pm = project manager, product manager
tpm = technical program manager
ba = business analyst
ea = executive assistant
ta = teaching assistant, talent acquisition specialist
tl = team leader
ae = account executive
csm = customer success manager
ot = occupational therapist
otr = occupational therapist
cota = occupational therapy assistant
pta = physical therapist assistant
slp = speech language pathologist
gp = general practitioner
np = nurse practitioner
fnp = family nurse practitioner
pct = patient care technician
lmt = massage therapist
cma = medical assistant
gm = general manager
fm = facilities manager
qs = quantity surveyor`),
);

/** Forms that are so much else beside other words (states, terms, degrees) that they count only alone. */
const ALONE = new Map(
  pairs(`pa = personal assistant, physician assistant
pt = physical therapist, personal trainer
md = physician, managing director
ca = chartered accountant
cpa = certified public accountant
ops = operations manager
admin = administrative assistant
rep = sales representative
exec = executive
dev = software developer
qa = quality assurance tester
hr = human resources specialist
it = information technology specialist
sales = sales representative
sparks = electrician
estate agent = real estate agent
ma = medical assistant
cabin crew member = flight attendant
cabin crew = flight attendant
flight crew = flight attendant
air hostess = flight attendant
shop floor = retail salesperson
bin man = refuse collector
dinner lady = cafeteria attendant
kitchen porter = dishwasher
kp = dishwasher
lollipop lady = crossing guard
postie = mail carrier
postman = mail carrier
postwoman = mail carrier
milkman = delivery driver
handyman = maintenance worker
teaching = teacher
nursing = nurse
accounts = accountant
dispatch = dispatcher
reception = receptionist
security = security guard`),
);

/** Words beside a form that leave it alone: "Senior PA", "PT II". */
const BESIDE =
  /^(?:senior|sr|junior|jr|lead|head|chief|i{1,3}|iv|trainee|acting|interim|experienced|certified|licensed)$/;

/** Words of a title in lower case without accents; `c++`, `c#` and R&D stay one word. */
export function plainWords(title: string): string[] {
  const plain = title
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\br ?(?:&|and) ?d\b/g, 'rnd')
    .replace(/['’]s?\b|(?<=\b\p{L})\.(?=\p{L}\b)/gu, '');
  return plain.match(/[\p{L}\p{N}]+[+#]*/gu) ?? [];
}

/** Words in lower case with the forms spelled out that mean the same in every title. */
export function spellWords(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const places = BY_PLACE.get(word);
    if (places) return places[i === 0 && words.length > 1 ? 0 : 1].split(' ');
    return (ANYWHERE.get(word) ?? word).split(' ');
  });
}

/**
 * The readings of a title that is a short form or ends with one, in lower case, the most usual first: "PT" is a physical
 * therapist and a personal trainer. The title itself where there is nothing to read.
 */
export function readings(title: string): string[] {
  const words = plainWords(title);
  const telling = words.filter((word) => !BESIDE.test(word));
  const alone = ALONE.get(telling.join(' '));
  if (alone !== undefined) {
    const beside = words.filter((word) => BESIDE.test(word));
    return alone.split(', ').map((meaning) => [...beside, meaning].join(' '));
  }
  const last = AT_THE_END.get(words.at(-1) ?? '');
  if (last === undefined) return [title];
  return last.split(', ').map((meaning) => [...words.slice(0, -1), meaning].join(' '));
}
