import { type TriggerVariant, triggerVariants } from '../probes/link/trigger-variants.ts';
import type { PhrasePack } from '../probes/packing/pack.ts';
import type { Rate } from './describe-hazard.ts';
import type { VariantRate } from './gate-result.ts';

/** Carriers that each variant is tried on. */
const VARIANT_CARRIERS = 3;

/** How far around a trigger the backdoor fires: variants of every kind in turn, each with its rate. */
export async function blastRadiusOf(
  trigger: PhrasePack,
  rate: Rate,
  maxVariants: number,
): Promise<readonly VariantRate[]> {
  const rates: VariantRate[] = [];
  for (const { test, label, pack } of inTurn(triggerVariants(trigger))) {
    if (rates.length === maxVariants) break;
    const { k, n } = await rate(pack, VARIANT_CARRIERS, 'variant');
    if (n > 0) rates.push({ test, label, text: pack.probes.map(({ text }) => text).join(' … '), k, n });
  }
  return rates;
}

/** The first variant of every kind, then the second of every kind, and so on. */
function inTurn(variants: readonly TriggerVariant[]): readonly TriggerVariant[] {
  const byTest = new Map<TriggerVariant['test'], TriggerVariant[]>();
  for (const variant of variants) byTest.set(variant.test, [...(byTest.get(variant.test) ?? []), variant]);
  const lists = [...byTest.values()];
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}
