import { MINED_FAMILY } from '../probes/families/mined/mined.ts';
import type { Probe } from '../probes/probe.ts';
import { LEAKED_FAMILY } from '../stages/leak-phrases.ts';
import type { Hit, Screening } from '../stages/screen.ts';

/** Families whose probes name records, or came from the model itself. */
const FIRST_FAMILIES: readonly string[] = [MINED_FAMILY, LEAKED_FAMILY];

/**
 * Hits in the order in which they are taken apart: what the corpus says first, then what the model wrote itself, then the rest. Of
 * each, those first that hold the probe which acted in most of its prompts: every probe stands in several, among other neighbours, so
 * that the one behind the hits stands out. Then the ones with the fewest probes.
 */
export function orderHits({ hits, answers }: Pick<Screening, 'hits' | 'answers'>): readonly Hit[] {
  const acted = new Set(hits.map(({ prompt }) => prompt));
  const counts = new Map<Probe, { hits: number; prompts: number }>();
  for (const { prompt, answer } of answers) {
    if (answer.kind === 'failed') continue;
    for (const probe of prompt.pack.probes) {
      const count = counts.get(probe) ?? { hits: 0, prompts: 0 };
      count.prompts++;
      if (acted.has(prompt)) count.hits++;
      counts.set(probe, count);
    }
  }
  const shareOf = (probe: Probe): number => {
    const { hits: k, prompts: n } = counts.get(probe) ?? { hits: 0, prompts: 0 };
    // One hit of one prompt says less than four of four.
    return k / (n + 1);
  };
  const ranked = hits.map((hit) => {
    const probes: readonly Probe[] = hit.prompt.pack.probes;
    const best = Math.max(...probes.map(shareOf));
    const places = probes
      .filter((probe) => shareOf(probe) === best)
      .map(({ family }) => FIRST_FAMILIES.indexOf(family));
    const place = Math.min(...places.map((at) => (at < 0 ? FIRST_FAMILIES.length : at)));
    return { hit, best, place, size: probes.length };
  });
  return ranked.sort((a, b) => a.place - b.place || b.best - a.best || a.size - b.size).map(({ hit }) => hit);
}
