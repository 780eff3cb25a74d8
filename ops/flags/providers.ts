/** Whether a stage has the providers that a document of flags asks for. */
import { armProviders } from '../../lambdas/domain/arm';
import type { FlagsDocument } from '../../lambdas/domain/flags';
import { availableArms } from '../../lambdas/platform/default-chains';
import { CannotGoOn } from '../operation';
import type { StageSettings } from './stage-settings';

/** @throws CannotGoOn when it asks for one that is not set up, and `before` did not */
export function checkProviders(document: FlagsDocument, before: FlagsDocument, { text, embed }: StageSettings): void {
  const { arm } = document;
  const readers = text.aws.text;
  if (arm !== undefined && arm !== before.arm) {
    if (!availableArms({ chains: text, flags: {} }, 'parse').includes(arm)) {
      throw new CannotGoOn(
        `The arm ${arm} has no provider that reads resumes in this stage (there are ${readers.join(', ')}). ` +
          `Set up one of ${armProviders[arm].join(', ')} first (docs/deploy.md).`,
      );
    }
  }
  for (const [name, chain, known] of [
    ['textChain', document.textChain, readers],
    ['embedChain', document.embedChain, embed.aws.embed],
  ] as const) {
    const missing = (chain ?? []).filter((provider) => !known.includes(provider));
    if (missing.length > 0 && String(chain) !== String(before[name])) {
      throw new CannotGoOn(
        `${name} names ${missing.join(', ')}, not set up in this stage for that work (there are ${known.join(', ')}).`,
      );
    }
  }
}
