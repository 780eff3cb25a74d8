/** Explains one pair in prose: code scores it and makes facts of the score, a model words them, code checks the words. */
import { DomainError } from '../domain/errors';
import type { ExplainRequest, ExplainResponse } from '../domain/explain-request';
import { type Explanation, type ExplanationDraft, explanationDraftSchema } from '../domain/explanation';
import { type MatchFacts, matchFacts } from '../domain/match-facts';
import { readJob } from '../domain/read-job';
import { matchScorer, type Scorable } from '../domain/score-match';
import { isGap, type MatchFact, type ToldFact } from '../domain/told-fact';
import { withNames } from '../domain/told-names';
import { type VerifyOptions, verifyExplanation } from '../domain/verify-explanation';
import type { Clock, JobStore, RequestContext, TextChain } from '../ports';
import { answerMeta } from './answer-meta';
import { type CandidatePorts, readCandidate } from './read-candidate';
import { jobWarnings, scorable } from './scorable-jobs';

export interface ExplainPorts extends CandidatePorts {
  text: TextChain;
  jobs: Pick<JobStore, 'get'>;
  clock: Clock;
}

/**
 * The match is what `matchJobs` says of the pair, whatever becomes of the explanation.
 * @throws DomainError JOB_NOT_FOUND, RESUME_NOT_FOUND, DOCUMENT_EMPTY, DOCUMENT_NOT_A_RESUME, INVALID_REQUEST
 */
export async function explainMatch(
  ports: ExplainPorts,
  request: ExplainRequest,
  context: RequestContext,
): Promise<ExplainResponse> {
  const { clock, knowledge } = ports;
  const startedAt = clock.now();
  const [{ profile, warnings }, pair] = await Promise.all([
    readCandidate(ports, request, context, startedAt),
    jobOf(ports, request, context),
  ]);
  const resumeId = request.resumeId ?? request.resume?.id;
  const match = matchScorer(profile, knowledge, { weights: request.weights, resumeId }).score(pair).match();

  const known = matchFacts(match, knowledge);
  const facts = known.facts.map(told);
  const names = known.names.map(({ token, meaning }) => ({ token, meaning }));
  const checks = { facts, taxonomy: knowledge.taxonomy, language: request.language };
  const { value, provenance } = await ports.text.run(
    { kind: 'explain-match', facts, names, language: request.language },
    draftSchema(checks),
    context,
  );

  const language = provenance.provider === 'rules' ? 'en' : request.language;
  const explanation = explanationOf(value, known, { ...checks, language });
  const all = [...warnings, ...jobWarnings([pair], [match]), ...remarks(request.language, language, known)];
  return { match, explanation, meta: answerMeta({ clock, startedAt, provenance, warnings: all }, context) };
}

async function jobOf(ports: ExplainPorts, request: ExplainRequest, context: RequestContext): Promise<Scorable> {
  const { job, jobId = '' } = request;
  if (job !== undefined) return { job, facts: readJob(job, ports.knowledge) };
  const stored = await ports.jobs.get(jobId, context);
  if (!stored) throw new DomainError('JOB_NOT_FOUND', 'There is no such job in the catalogue.');
  return scorable(stored, ports.knowledge);
}

/** Without what callers wrote. */
function told({ skill: _, resumePointers: __, jobPointers: ___, ...fact }: MatchFact): ToldFact {
  return fact;
}

/** An answer of which no summary is left is no answer: it is asked for once more, then the next in the chain. */
function draftSchema(checks: VerifyOptions) {
  return explanationDraftSchema.superRefine((draft, context) => {
    if (verifyExplanation(draft, checks).summary.length > 0) return;
    // The chain tells a model of its faults by their places and by what was expected.
    const expected = 'sentences that cite facts by their ids and state nothing that is not in them';
    context.addIssue({ code: 'custom', path: ['summary'], expected, message: 'no sentence is borne out by its facts' });
  });
}

function explanationOf(draft: ExplanationDraft, { facts, names }: MatchFacts, checks: VerifyOptions): Explanation {
  const { summary, strengths, concerns, gaps, questions, dropped } = verifyExplanation(draft, checks);
  const filled = (text: string) => withNames(text, names);
  const claims = (all: typeof summary) => all.map((claim) => ({ ...claim, text: filled(claim.text) }));
  return {
    language: checks.language,
    summary: {
      text: summary.map(({ text }) => filled(text)).join(' '),
      facts: [...new Set(summary.flatMap((claim) => claim.facts))],
    },
    strengths: claims(strengths),
    concerns: claims(concerns),
    // Which skills are missing is known without a model; it says why they matter.
    skillGap: facts.filter(isGap).flatMap(({ id, skill, importance, status, text }) => {
      if (skill === null || importance === null) return [];
      const said = gaps.find((gap) => gap.facts[0] === id);
      return [{ skill, importance, status, why: filled(said?.why ?? text), facts: said?.facts ?? [id] }];
    }),
    questions: claims(questions),
    facts: facts.map(({ id, category, polarity, text, resumePointers, jobPointers }) => ({
      id,
      category,
      polarity,
      text: filled(text),
      resumePointers,
      jobPointers,
    })),
    claimsDropped: dropped,
  };
}

function remarks(asked: string, written: string, { leftOut }: MatchFacts): string[] {
  return [
    ...(asked === written ? [] : [`The explanation is in English: no model answered that could write "${asked}".`]),
    ...(leftOut === 0 ? [] : [`Skills that are not explained, as there are too many: ${leftOut}. The match has them.`]),
  ];
}
