/** Turns texts into vectors of one space. */
import type { EmbedRequest, EmbedResponse } from '../domain/requests';
import type { Clock, EmbedderChain, RequestContext } from '../ports';
import { answerMeta } from './answer-meta';

/** One vector a text, in the order of the texts, all of one space. */
export async function embed(
  ports: { embedders: EmbedderChain; clock: Clock },
  request: EmbedRequest,
  context: RequestContext,
): Promise<EmbedResponse> {
  const startedAt = ports.clock.now();
  const texts = typeof request.input === 'string' ? [request.input] : request.input;

  const { vectors, space, provenance } = await ports.embedders.embed(texts, { ...context, purpose: request.purpose });

  return {
    data: vectors.map(({ values }, index) => ({ index, embedding: [...values] })),
    space,
    meta: answerMeta({ clock: ports.clock, startedAt, provenance }, context),
  };
}
