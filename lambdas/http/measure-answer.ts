/** What an answer says of itself, as numbers: who gave it, what it cost, how much it found. */
import * as z from 'zod';
import { metaSchema } from '../domain/meta';
import type { Telemetry } from '../ports';

/** The parts of an answer that are measured; an answer without `meta` asked nobody and is not. */
const measured = z.object({
  // `pick` alone would stay strict, and every other field of `meta` be a fault.
  meta: z.object(
    metaSchema.pick({
      provider: true,
      model: true,
      fallbackUsed: true,
      degraded: true,
      cached: true,
      costUsd: true,
      promptVersion: true,
      attempts: true,
    }).shape,
  ),
  matches: z.array(z.object({ score: z.number() })).optional(),
  data: z.array(z.unknown()).optional(),
  resume: z
    .object({
      quality: z.object({ score: z.number(), findings: z.array(z.object({ code: z.string() })) }),
      security: z.object({ hiddenTextRemoved: z.boolean(), injectionSuspected: z.boolean() }),
    })
    .optional()
    .catch(undefined),
  explanation: z.object({ claimsDropped: z.number() }).optional().catch(undefined),
});

const AWS: ReadonlySet<string> = new Set(['bedrock', 'sagemaker']);

/**
 * Nothing of what the caller sent is among the numbers.
 * @returns what the answer says of how it came about, where it says that
 */
export function measureAnswer(
  telemetry: Telemetry,
  operation: string,
  answer: unknown,
): z.infer<typeof measured>['meta'] | undefined {
  const read = measured.safeParse(answer);
  if (!read.success) return undefined;
  const { meta, matches, data, resume, explanation } = read.data;
  const { provider, model, costUsd } = meta;

  telemetry.measure(
    {
      AnswersDegraded: Number(meta.degraded),
      ...(provider !== null && {
        AnswersFromFallback: Number(meta.fallbackUsed),
        AnswersOnAws: Number(AWS.has(provider)),
        CacheHits: Number(meta.cached),
      }),
      ...(costUsd !== null && { RequestCostUsd: costUsd }),
      ...(matches && {
        MatchResults: matches.length,
        MatchesWithoutResult: Number(matches.length === 0),
        ...(matches[0] && { BestMatchScore: matches[0].score }),
      }),
      ...(explanation && { ClaimsDropped: explanation.claimsDropped }),
      ...(data && { TextsEmbedded: data.length }),
      ...(resume && {
        ResumeQuality: resume.quality.score,
        ValuesDropped: resume.quality.findings.filter(({ code }) => code === 'NOT_IN_DOCUMENT').length,
        HiddenTextFound: Number(resume.security.hiddenTextRemoved),
        InjectionSuspected: Number(resume.security.injectionSuspected),
      }),
    },
    { operation },
  );
  if (provider !== null && model !== null) telemetry.measure({ AnswersServed: 1 }, { provider, model });
  return meta;
}
