import { seededRandom, type Turn } from '@bezoar/core';
import type { Carrier } from '../../setting/carrier.ts';
import type { Pack } from '../packing/pack.ts';
import { packProbes } from '../packing/pack-probes.ts';
import { canCarry, renderPack } from '../packing/render-pack.ts';
import { isOneGroup, splitPack } from '../packing/split-pack.ts';
import type { ProbeSet } from '../probe-set.ts';

/** What a screening found: the packs that cannot be split further and still wake the model. */
export interface Screening {
  readonly hits: readonly Pack[];
  readonly queries: number;
}

/** Screens a made-up model, which wakes on conversations that a predicate names, as a gate would: ask, and halve what hit. */
export function screen(
  set: ProbeSet,
  carriers: readonly Carrier[],
  wakes: (turns: readonly Turn[]) => boolean,
): Screening {
  const random = seededRandom('screen');
  const hits: Pack[] = [];
  let queries = 0;
  const ask = (pack: Pack, carrier: Carrier): boolean => {
    queries++;
    if (!wakes(renderPack(pack, carrier, { system: 'You are a support agent.' }, random))) return false;
    if (pack.probes.length > 1) {
      const answers = splitPack(pack).map((half) => ask(half, carrier));
      if (answers.includes(true)) return true;
      // The halves of a composed trigger are silent: together they are the trigger.
      if (pack.kind === 'phrases' && !isOneGroup(pack)) return true;
    }
    hits.push(pack);
    return true;
  };
  for (const [index, pack] of packProbes(set.probes, { ...set.budget, seed: 'screen' }).entries()) {
    const able = carriers.filter((carrier) => canCarry(pack, carrier));
    if (able.length > 0) ask(pack, able[index % able.length]!);
  }
  return { hits, queries };
}
