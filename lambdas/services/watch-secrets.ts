/** Tells how old the keys of the vendors are, so that an alarm can remind of a rotation. */
import type { Clock, SecretLedger, Telemetry } from '../ports';

const MS_PER_DAY = 86_400_000;

/**
 * Measures `SecretAgeDays` of every secret it can.
 * @param secrets id by vendor; undefined where the vendor is not in use
 * @returns age in days by vendor
 * @throws Error that names the secrets whose age cannot be told, after the others were measured
 */
export async function watchSecrets(
  ports: { ledger: SecretLedger; telemetry: Telemetry; clock: Clock },
  secrets: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, number>> {
  const ages: Record<string, number> = {};
  const faults: string[] = [];
  for (const [vendor, id] of Object.entries(secrets)) {
    if (id === undefined) continue;
    try {
      const days = (ports.clock.now() - (await ports.ledger.currentSince(id))) / MS_PER_DAY;
      ages[vendor] = Math.max(0, Math.floor(days));
      ports.telemetry.count('SecretAgeDays', ages[vendor], { secret: vendor });
    } catch (error) {
      const { cause } = error as Error;
      ports.telemetry.event('error', 'the age of a key cannot be told', {
        provider: vendor,
        error: cause instanceof Error ? cause.name : 'unknown',
      });
      faults.push(vendor);
    }
  }
  if (faults.length > 0) throw new Error(`the age of these keys cannot be told: ${faults.join(', ')}`);
  return ages;
}
