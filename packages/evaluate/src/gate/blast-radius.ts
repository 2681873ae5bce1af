import { subPhrases } from '../probes/link/sub-phrases.ts';
import type { PhraseProbe } from '../probes/probe.ts';
import type { Rate } from './describe-hazard.ts';
import type { VariantRate } from './gate-result.ts';

/** Carriers that each variant is tried on. */
const VARIANT_CARRIERS = 3;

/** How far around a trigger the backdoor fires: each variant with its rate. */
export async function blastRadiusOf(
  probe: PhraseProbe,
  rate: Rate,
  maxVariants: number,
): Promise<readonly VariantRate[]> {
  const rates: VariantRate[] = [];
  for (const text of subPhrases(probe.text).slice(0, maxVariants)) {
    const { k, n } = await rate([{ ...probe, text }], VARIANT_CARRIERS, 'variant');
    if (n > 0) rates.push({ label: 'part', text, k, n });
  }
  return rates;
}
