/** What `npm start` prints once the cloud is up: where it is and one line to try for each main route. */

/** @param cloud `seeded` is absent where no sample jobs were written */
export function welcome(cloud: { url: string; seeded?: number; isSearchable?: boolean }, seconds: number): string {
  const { url, seeded, isSearchable } = cloud;
  const more = isSearchable === false ? ', the last of them still being embedded' : '';
  const jobs = seeded === undefined ? '' : `, ${seeded} sample jobs${more}`;
  const json = `-H 'content-type: application/json'`;
  return `
Talent Match is up at ${url} (${seconds.toFixed(1)} s${jobs})

Try it
  a page in the browser     ${url}/
  parse a resume, rank jobs npm run try -- dev/samples/resumes/icu-nurse-porto.txt

  # parse: a file as it is (PDF, DOCX, DOC, RTF, HTML or TXT), or text as JSON
  curl -s ${url}/v1/resumes/parse -H 'content-type: application/pdf' \\
    --data-binary @resume.pdf
  # the same without waiting: the answer says where to ask for the result (docs/long-work.md)
  curl -si ${url}/v1/resumes/parse -H 'prefer: respond-async' -H 'content-type: application/pdf' \\
    --data-binary @resume.pdf
  # match: by a search phrase, a profile, a resume, or among jobs you send
  curl -s ${url}/v1/matches ${json} \\
    -d '{"query": "night shift nurse", "limit": 3}'
  # embed
  curl -s ${url}/v1/embeddings ${json} \\
    -d '{"input": "wound care and triage"}'
  # as another user, on the arm of your choice (docs/decisions/0014-arms.md)
  curl -s ${url}/v1/embeddings ${json} \\
    -H 'x-laptop-user: anna' -H 'x-ai-arm: aws' -d '{"input": "wound care and triage"}'
  # jobs: read one, add or replace one, remove one
  curl -s ${url}/v1/jobs/job_nurse-icu-lisbon
  curl -s -X PUT ${url}/v1/jobs/baker-1 ${json} \\
    -d '{"id": "baker-1", "title": "Baker", "description": "You bake bread."}'
  curl -s -X DELETE ${url}/v1/jobs/baker-1
  # health, with each provider
  curl -s ${url}/v1/health/providers
${
  seeded === undefined
    ? ''
    : `  # make a provider fail, and heal it
  curl -s -X PUT ${url}/__sim/faults \\
    -d '{"service": "bedrock", "kind": "error", "status": 503}'
  curl -s -X DELETE ${url}/__sim/faults
`
}
Docs: ${url}/v1/openapi.json, README.md, docs/
Stop: Ctrl-C`;
}
