/** Ratings of answers, with what gave them; another caller's answer does not exist. */
import { sha256 } from '../domain/canonical-json';
import { DomainError } from '../domain/errors';
import {
  ANSWER_DAYS,
  type FeedbackRequest,
  type FeedbackResponse,
  feedbackOf,
  type RatedAnswer,
} from '../domain/feedback';
import type { AnswerStore, FeedbackStore, RequestContext, Telemetry } from '../ports';

/**
 * Rates an answer, in place of an earlier rating of it. Only the first one is counted, so that nobody counts twice.
 * @throws DomainError ANSWER_NOT_FOUND
 */
export async function giveFeedback(
  ports: { answers: Pick<AnswerStore, 'find'>; feedback: FeedbackStore; telemetry: Telemetry },
  request: FeedbackRequest,
  context: RequestContext,
): Promise<FeedbackResponse & { isNew: boolean }> {
  const { requestId, rating } = request;
  const { owner } = context;
  const answer = await ports.answers.find({ requestId, owner }, context);
  if (answer === undefined) throw notFound();
  const feedback = feedbackOf(request, answer);
  const { isNew, createdAt } = await ports.feedback.put({ owner, requestId, feedback }, context);
  if (isNew) measureRating(ports.telemetry, rating, answer);
  return { feedback: { id: idOf(owner, requestId), requestId, rating, createdAt }, isNew };
}

function measureRating(telemetry: Telemetry, rating: number, answer: RatedAnswer): void {
  const { operation, capability, arm, provider, model, promptVersion } = answer;
  if (capability !== null && arm !== null) {
    telemetry.measure({ AnswerRating: rating }, { capability, arm }, { operation, promptVersion });
  }
  if (provider !== null && model !== null) {
    telemetry.measure({ ModelRating: rating }, { provider, model }, { operation, promptVersion, arm });
  }
}

/** The same for each rating of one answer by one caller. */
function idOf(owner: string, requestId: string): string {
  return `fb_${Buffer.from(sha256(`${owner} ${requestId}`), 'hex')
    .subarray(0, 16)
    .toString('base64url')}`;
}

function notFound(): DomainError {
  return new DomainError(
    'ANSWER_NOT_FOUND',
    `There is no such answer of yours that could be rated. An answer can be rated for ${ANSWER_DAYS} days.`,
  );
}
