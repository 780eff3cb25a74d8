import { readOccupations, readTitleNames, readWordTable } from '../../../lambdas/reference/read-reference';

const occupations = readOccupations();
const words = readWordTable();

/** How near two titles are, as scoring weighs it: mostly the words, and the occupation they stand for. */
function near(a: string, b: string): number {
  const other = words.embed(b);
  const cosine = words.embed(a).reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
  return 0.35 * occupations.similarity(a, b) + 0.65 * Math.max(0, cosine);
}

/** What people write, what it stands for, and a title that shares a word or a field with it but is another trade. */
const SHORT_FORMS = `
icu nurse | Intensive Care Nurse | Registered Nurse – Emergency Department
ICU RN | Intensive Care Nurse | School Nurse
ITU nurse | Intensive Care Nurse | District Nurse
NICU nurse | Neonatal Intensive Care Nurse | Community Midwife
ER nurse | Emergency Nurse | School Nurse
ED nurse | Registered Nurse – Emergency Department | Intensive Care Nurse
ER doctor | Emergency Physician | Occupational Therapist
RN | Registered Nurse | Veterinary Nurse
LPN | Licensed Practical Nurse | Nurse Practitioner
LVN | Licensed Practical Nurse | Nurse Practitioner
CNA | Certified Nursing Assistant | Registered Nurse
HCA | Healthcare Assistant | Care Home Director
NP | Nurse Practitioner | Medical Receptionist
FNP | Family Nurse Practitioner | Family Lawyer
CRNA | Nurse Anesthetist | School Nurse
GP | General Practitioner | General Manager
MD | Physician | Medical Receptionist
MD | Managing Director | Medical Receptionist
PA | Physician Assistant | Warehouse Assistant
PA | Personal Assistant | Warehouse Assistant
PT | Physical Therapist | Occupational Therapist
PT | Personal Trainer | Train Driver
physio | Physiotherapist | Speech and Language Therapist
PTA | Physical Therapist Assistant | Dental Assistant
OT | Occupational Therapist | Physical Therapist
COTA | Occupational Therapy Assistant | Dental Assistant
SLP | Speech-Language Pathologist | Physical Therapist
SLT | Speech and Language Therapist | Occupational Therapist
EMT | Emergency Medical Technician | Medical Receptionist
PCT | Patient Care Technician | HVAC Service Technician
LMT | Massage Therapist | Occupational Therapist
LCSW | Licensed Clinical Social Worker | Social Media Manager
peds nurse | Pediatric Nurse | Intensive Care Nurse
vet | Veterinarian | Physician
vet tech | Veterinary Technician | Pharmacy Technician
vet nurse | Registered Veterinary Nurse | School Nurse
pharmacy tech | Pharmacy Technician | Veterinary Technician
lab tech | Laboratory Technician | HVAC Technician
HHA | Home Health Aide | Teacher's Aide
HGV driver | Truck Driver | City Bus Driver
LGV driver | Heavy Goods Vehicle Driver | Taxi Driver
HGV class 1 | Truck Driver | Delivery Van Driver
CDL driver | Truck Driver | Delivery Van Driver
lorry driver | Truck Driver | Forklift Driver
trucker | Truck Driver | Taxi Driver
cabbie | Taxi Driver | Truck Driver
FLT driver | Forklift Operator | Bus Driver
SRE | Site Reliability Engineer | Site Manager
Senior SRE | Senior Site Reliability Engineer | Construction Site Manager
SDE | Software Engineer | Process Engineer
SWE intern | Software Engineering Intern | Civil Engineering Intern
SDET | Software Test Engineer | Structural Engineer
java dev | Java Developer | Android Engineer
frontend dev | Front-end Developer | Backend Developer
fullstack dev | Full Stack Developer | Frontend Developer
dev manager | Software Development Manager | Hotel Manager
sysadmin | System Administrator | Administrative Assistant
DBA | Database Administrator | Business Administrator
ML engineer | Machine Learning Engineer | Mechanical Engineer
AI researcher | Artificial Intelligence Researcher | UX Researcher
BI developer | Business Intelligence Developer | Business Development Manager
QA engineer | Quality Assurance Engineer | Process Engineer
QA | Quality Assurance Tester | Questionnaire Interviewer
QC inspector | Quality Control Inspector | Customs Inspector
UX designer | User Experience Designer | Interior Designer
UI developer | User Interface Developer | Real Estate Developer
IT support | IT Support Specialist | Customer Support Specialist
IT manager | Information Technology Manager | Warehouse Manager
helpdesk tech | Help Desk Technician | Pharmacy Technician
infosec analyst | Information Security Analyst | Financial Analyst
tech lead | Technical Lead | Lab Technician
tech support | Technical Support Specialist | Veterinary Technician
TPM | Technical Program Manager | Property Manager
PM | Project Manager | Property Manager
Senior PM | Senior Product Manager | Store Manager
BA | Business Analyst | Laboratory Analyst
CSM | Customer Success Manager | Construction Manager
AE | Account Executive | Accounting Clerk
KAM | Key Account Manager | Accountant
BDM | Business Development Manager | Warehouse Manager
SDR | Sales Development Representative | Software Developer
BDR | Business Development Representative | Web Developer
CSR | Customer Service Representative | Medical Representative
sales rep | Sales Representative | Customer Service Representative
med rep | Medical Representative | Sales Development Representative
HR | Human Resources Specialist | Marketing Specialist
HR manager | Human Resources Manager | Marketing Manager
HRBP | Human Resources Business Partner | Business Analyst
TA | Teaching Assistant | Dental Assistant
TA | Talent Acquisition Specialist | Marketing Specialist
SEN TA | Special Education Teaching Assistant | Dental Assistant
PE teacher | Physical Education Teacher | Music Teacher
EA | Executive Assistant | Dental Assistant
EA to CEO | Executive Assistant to the Chief Executive Officer | Dental Assistant
admin | Administrative Assistant | System Administrator
admin assistant | Administrative Assistant | Teaching Assistant
CEO | Chief Executive Officer | Police Officer
CFO | Chief Financial Officer | Police Officer
CTO | Chief Technology Officer | Customs Officer
COO | Chief Operating Officer | Loan Officer
CMO | Chief Marketing Officer | Chief Financial Officer
CIO | Chief Information Officer | Police Officer
CISO | Chief Information Security Officer | Security Guard
VP sales | Vice President of Sales | Vice President of Engineering
GM | General Manager | General Labourer
ops manager | Operations Manager | Product Manager
dir of ops | Director of Operations | Director of Nursing
sales exec | Sales Executive | Executive Assistant
mktg mgr | Marketing Manager | Warehouse Manager
comms officer | Communications Officer | Police Officer
acct manager | Account Manager | Plant Manager
CPA | Certified Public Accountant | Certified Nursing Assistant
CA | Chartered Accountant | Chartered Surveyor
QS | Quantity Surveyor | Land Surveyor
FM | Facilities Manager | Brand Manager
mech eng | Mechanical Engineer | Electrical Engineer
elec engineer | Electrical Engineer | Mechanical Engineer
maint tech | Maintenance Technician | Pharmacy Technician
sparky | Electrician | Plumber
chippy | Carpenter | Plumber
brickie | Bricklayer | Electrician
barmaid | Bartender | Housekeeper
KP | Dishwasher | Kitchen Designer
cabin crew | Flight Attendant | Kitchen Porter
air hostess | Flight Attendant | Air Traffic Controller
cop | Police Officer | Loan Officer
postie | Mail Carrier | Bus Driver
realtor | Real Estate Agent | Travel Agent
solicitor | Lawyer | Loan Officer
dinner lady | Cafeteria Attendant | Flight Attendant
handyman | Maintenance Worker | Social Worker
counsellor | Counselor | Councillor
R&D engineer | Research and Development Engineer | Process Engineer
TL | Team Leader | Tour Guide`
  .trim()
  .split('\n')
  .map((line) => line.split(' | ') as [string, string, string]);

describe('short and everyday forms', () => {
  it('are at least a hundred', () => {
    expect(SHORT_FORMS.length).toBeGreaterThanOrEqual(100);
  });

  it.each(SHORT_FORMS)('%s is nearer to %s than to %s', (short, full, stranger) => {
    expect(near(short, full)).toBeGreaterThan(near(short, stranger) + 0.1);
  });
});

describe('titles in other languages', () => {
  it.each([
    ['Krankenpfleger/in', 'Registered Nurse', 'Veterinarian'],
    ['Gesundheits- und Krankenpfleger*in (m/w/d)', 'Nurse', 'Caretaker'],
    ['Pflegefachkraft Intensivstation', 'Intensive Care Nurse', 'School Nurse'],
    ['Infirmier·ère de réanimation', 'Intensive Care Nurse', 'School Nurse'],
    ['Enfermera de UCI', 'Intensive Care Nurse', 'School Nurse'],
    ['Infermiera', 'Nurse', 'Teacher'],
    ['Verpleegkundige', 'Nurse', 'Teacher'],
    ['Enfermeiro', 'Nurse', 'Engineer'],
    ['Azubi Elektroniker', 'Apprentice Electrician', 'Apprentice Hairdresser'],
    ['Softwareentwickler:in Java', 'Java Developer', 'Java Trainer'],
    ['Ingénieur(e) logiciel', 'Software Engineer', 'Civil Engineer'],
    ['Desarrolladora web', 'Web Developer', 'Property Developer'],
    ['Chef de projet', 'Project Manager', 'Head Chef'],
    ['Chef de cuisine', 'Head Chef', 'Project Manager'],
    ['Jefe de cocina', 'Head Chef', 'Project Manager'],
    ['Responsable de magasin', 'Store Manager', 'Warehouse Manager'],
    ['Filialleiterin', 'Store Manager', 'Warehouse Manager'],
    ['Jefa de Prevención de Riesgos', 'Safety Manager', 'Store Manager'],
    ['Sous-cheffe pâtissière', 'Pastry Chef', 'Store Manager'],
    ['Prüfungsassistent', 'Auditor', 'Teaching Assistant'],
    ['Wirtschaftsprüferin', 'Auditor', 'Quality Inspector'],
    ['Camionista', 'Truck Driver', 'Bus Driver'],
    ['Vrachtwagenchauffeur', 'Truck Driver', 'Bus Driver'],
    ['Motorista de caminhão', 'Truck Driver', 'Bus Driver'],
    ['Magazziniere', 'Warehouse Worker', 'Store Manager'],
    ['Moza de almacén', 'Warehouse Worker', 'Waiter'],
    ['Schoonmaakster', 'Cleaner', 'Hairdresser'],
    ['Femme de ménage', 'Cleaner', 'Hairdresser'],
    ['Vertriebsmitarbeiter im Außendienst', 'Sales Representative', 'Social Worker'],
    ['Erzieherin', 'Preschool Teacher', 'Nurse'],
    ['Advogada', 'Lawyer', 'Loan Officer'],
    ['Avvocato', 'Lawyer', 'Loan Officer'],
    ['Buchhalterin', 'Accountant', 'Librarian'],
    ['Comptable', 'Accountant', 'Librarian'],
    ['Albañil', 'Bricklayer', 'Plumber'],
    ['Loodgieter', 'Plumber', 'Electrician'],
    ['Fontanero', 'Plumber', 'Electrician'],
  ])('%s is nearer to %s than to %s', (title, english, stranger) => {
    expect(near(title, english)).toBeGreaterThan(near(title, stranger) + 0.1);
  });

  it('gives the level and what is led', () => {
    expect(occupations.seniority('Praktikantin Rechnungswesen')).toBe('intern');
    expect(occupations.isManagement('Responsable de magasin')).toBe(true);
  });

  it('takes a surname for a title only where it stands alone', () => {
    expect(occupations.isTitleLike('Krankenpflegerin')).toBeGreaterThan(0.5);
    expect(occupations.isTitleLike('Anna Richter')).toBeLessThan(0.4);
  });

  it.each(['Bachelor of Arts', 'Registered Nurse – Night Shift', 'Orchestra Conductor', 'Personal Trainer', ''])(
    'leaves %j as it is',
    (title) => {
      expect(readTitleNames().inEnglish(title)).toBe(title);
    },
  );
});
