/** Request bodies shown in the documentation; a test sends each of them. The people and companies are invented. */

const resumeText = `Maren Vogt
Staff Nurse
Hamburg, Germany | maren.vogt@example.com | +49 30 23125 014

Experience
Staff Nurse, Elbe Clinic, Hamburg
Mar 2021 - present
- Cares for 18 patients a shift on a surgical ward
- Trains new nurses in wound care and medication safety

Nurse, Harbour Care Home, Bremen
Aug 2017 - Feb 2021
- Planned care for residents with dementia

Education
Diploma in Nursing, Northsea College of Health, 2017

Skills
Wound care, patient care, medication administration, triage, German, English`;

const wardNurse = {
  id: 'ward-nurse-hamburg',
  title: 'Registered Nurse, surgical ward',
  company: 'Alster Hospital',
  description:
    'You care for patients before and after surgery, give medication and document treatment. Three years of experience in a hospital and wound care are required. German is required; English is a plus.',
  location: 'Hamburg, Germany',
  countryCode: 'DE',
  remote: 'on-site',
  employmentType: 'full-time',
  mustHaveSkills: ['patient care', 'wound care'],
  niceToHaveSkills: ['triage'],
  experienceYears: { min: 3 },
};

const linePlanner = {
  id: 'production-planner-lyon',
  title: 'Production Planner',
  description: 'You plan two assembly lines in Excel and SAP and speak with purchasing every day.',
  location: 'Lyon, France',
};

/** By operation id, then by a short name. */
export const requestExamples: Record<string, Record<string, { summary: string; value: unknown }>> = {
  parseResume: {
    text: { summary: 'A resume as text', value: { text: resumeText } },
    document: {
      summary: 'A document in base64',
      value: { document: { contentBase64: Buffer.from(resumeText).toString('base64'), fileName: 'resume.txt' } },
    },
    withEvidence: {
      summary: 'With the place in the text that shows each field',
      value: { text: resumeText, documentDate: '2026-11', include: ['provenance'] },
    },
  },
  parseResumesBatch: {
    uploads: {
      summary: 'Two uploads, kept when they are read',
      value: {
        items: [
          { uploadId: 'upl_0W3pT9kLr5xQ2mVb8sYd' },
          { uploadId: 'upl_7hJc4nZa1fGe6uRo0iKt', documentDate: '2026-11', language: 'de' },
        ],
        store: true,
      },
    },
  },
  createUpload: {
    pdf: { summary: 'A PDF of 8 MB', value: { mediaType: 'application/pdf', bytes: 8_000_000 } },
  },
  embed: {
    one: { summary: 'One text', value: { input: 'Staff nurse with wound care and triage' } },
    several: {
      summary: 'A search phrase and its alternatives',
      value: { input: ['night shift nurse', 'surgical ward nurse'], purpose: 'query' },
    },
  },
  matchJobs: {
    resumeText: { summary: 'The catalogue, by the text of a resume', value: { resumeText, limit: 5 } },
    profile: {
      summary: 'The catalogue, by a profile and with own weights',
      value: {
        profile: {
          titles: ['Staff Nurse'],
          skills: ['wound care', 'triage'],
          experienceMonths: 110,
          languages: ['de'],
        },
        filters: { countryCode: 'DE' },
        weights: { skills: 3, location: 0 },
      },
    },
    query: { summary: 'The catalogue, by a search phrase', value: { query: 'night shift nurse', limit: 3 } },
    inlineJobs: {
      summary: 'Among jobs sent with the request',
      value: { resumeText, jobs: [wardNurse, linePlanner] },
    },
  },
  compare: {
    parse: { summary: 'A resume, read by both sides', value: { capability: 'parse', input: { text: resumeText } } },
    match: {
      summary: 'A search phrase, by a side and by one provider',
      value: { capability: 'match', input: { query: 'night shift nurse', limit: 5 }, contenders: ['aws', 'embedded'] },
    },
    embed: {
      summary: 'A text, by two providers',
      value: { capability: 'embed', input: { input: 'night shift nurse' }, contenders: ['bedrock', 'embedded'] },
    },
  },
  matchCandidates: {
    named: {
      summary: 'Of two, without the similarity of the texts',
      value: { resumeIds: ['res_0W3pT9kLr5xQ2mVb8sYd1A', 'res_7hJc4nZa1fGe6uRo0iKt2B'], weights: { semantic: 0 } },
    },
    stored: { summary: 'Of all that you have stored, the five best', value: { limit: 5 } },
  },
  expandQuery: {
    phrase: { summary: 'A search phrase', value: { query: 'night shift nurse in Hamburg' } },
    german: { summary: 'In German, five of each', value: { query: 'Krankenpfleger', language: 'de', limit: 5 } },
  },
  explainMatch: {
    resumeText: { summary: 'A resume, and a job sent with it', value: { resumeText, job: wardNurse } },
    profile: {
      summary: 'A profile, with own weights, in German',
      value: {
        profile: { titles: ['Staff Nurse'], skills: ['wound care'], experienceMonths: 20, languages: ['en'] },
        job: wardNurse,
        weights: { experience: 3 },
        language: 'de',
      },
    },
  },
  createWebhook: {
    all: { summary: 'Every event', value: { url: 'https://hooks.example.com/talent-match' } },
  },
  giveFeedback: {
    rating: {
      summary: 'A rating alone',
      value: { requestId: '0a9f3c1e-7d52-4b8e-9c61-2f4d8e7b5a10', rating: 5 },
    },
    withReasons: {
      summary: 'With what is wrong',
      value: {
        requestId: '0a9f3c1e-7d52-4b8e-9c61-2f4d8e7b5a10',
        rating: 2,
        aspect: 'accuracy',
        comment: 'The dates of the second job are those of the first.',
        fields: ['/resume/work/1/startDate', '/resume/work/1/endDate'],
      },
    },
  },
  putJob: { job: { summary: 'A job', value: wardNurse } },
  putJobsBatch: { jobs: { summary: 'Two jobs', value: { jobs: [wardNurse, linePlanner] } } },
};
