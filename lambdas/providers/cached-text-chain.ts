/** A chain of text models that answers the same caller the same thing once more without asking a model. */
import * as z from 'zod';
import { canonicalJson, fingerprint } from '../domain/canonical-json';
import { plainText } from '../domain/document-text';
import type { Provenance } from '../domain/meta';
import type { TextTask } from '../domain/text-task';
import type { TextChain, TextModel } from '../ports';
import { entryKey, type KeepOptions, keptAnswers, secondHand } from './kept-answers';
import { ordered } from './model-order';
import { provenanceOf } from './provenance';
import { systemTime } from './resilience';
import { singleFlight } from './single-flight';
import { isLocal, type TierOptions } from './tiers';

export interface CachedTextChainOptions extends KeepOptions, Pick<TierOptions, 'order' | 'simulated'> {
  chain: TextChain;
  /** Those of the chain. */
  models: readonly TextModel[];
}

/**
 * Looked up is what the first model in the order that holds now has answered, and kept is only that: an answer of another
 * model must not stand in its way once it is up again. Calls without an owner pass by, and so does what this process
 * reads by itself. A cache that is slow, broken or wrong is a miss.
 */
export function cachedTextChain(options: CachedTextChainOptions): TextChain {
  const { chain, models, time = systemTime } = options;
  const answers = keptAnswers(options);
  const flights = singleFlight(time);

  return {
    async run(task, schema, call) {
      const [first] = await ordered(models, options, call);
      const { owner, fresh, noStore } = call;
      if (owner === undefined || noStore || first === undefined || isLocal(first.provider)) {
        return chain.run(task, schema, call);
      }
      const key = entryKey(...partsOf(task), keptFor(task, owner), ...identityOf(first, task), versionOf(schema));

      const made = async () => {
        const answer = await chain.run(task, schema, call);
        if (isOf(answer.provenance, first)) {
          await answers.write([{ key, value: Buffer.from(JSON.stringify(answer.value)) }], call);
        }
        return answer;
      };
      const keptOrMade = async () => {
        const kept = await answers.read([key], call);
        // A cache that does not answer in time is not kept waiting for twice.
        if (kept === null) return chain.run(task, schema, call);
        const read = schema.safeParse(jsonOf(kept[0]));
        return read.success ? { value: read.data, provenance: provenanceOfHit(first, task) } : made();
      };

      if (fresh) return made();
      const { value: answer, shared } = await flights.share(key.id, call, keptOrMade);
      return shared ? { value: answer.value, provenance: secondHand(answer.provenance) } : answer;
    },
  };

  function provenanceOfHit(model: TextModel, { kind }: TextTask): Provenance {
    const answer = { value: undefined, model, fallbackUsed: false, attempts: [], spent: [] };
    const facts = {
      promptVersion: model.promptVersion(kind),
      degraded: false,
      simulated: options.simulated ?? false,
      at: time.now(),
    };
    return secondHand(provenanceOf(answer, facts));
  }
}

/** What a model is told: of a document the text, so that the same text in another file is the same. */
function partsOf(task: TextTask): string[] {
  switch (task.kind) {
    case 'parse-resume': {
      const { document, ...rest } = task;
      return ['text', canonicalJson(rest), plainText(document)];
    }
    case 'explain-match':
      return ['facts', canonicalJson(task)];
    case 'expand-query':
      return ['query', canonicalJson(task)];
  }
}

/** All callers only where what is kept says nothing of who asked; no owner is an empty text. */
function keptFor(task: TextTask, owner: string): string {
  return task.kind === 'expand-query' && task.isCommon ? '' : owner;
}

function identityOf(model: TextModel, { kind }: TextTask): string[] {
  return [model.provider, model.modelId, model.promptVersion(kind) ?? ''];
}

function isOf({ provider, model, degraded }: Provenance, first: TextModel): boolean {
  return !degraded && provider === first.provider && model === first.modelId;
}

const versions = new WeakMap<z.ZodType, string>();

/** Changes with every change of the schema, so that nobody has to remember to raise a number. */
function versionOf(schema: z.ZodType): string {
  const version = versions.get(schema) ?? fingerprint(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  versions.set(schema, version);
  return version;
}

/** Undefined for what is no JSON, which no answer is. */
function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return bytes && JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
