import { PACK_POSITIONS, type PhrasePack } from '../packing/pack.ts';
import { type PhraseProbe, PLACEMENTS } from '../probe.ts';
import type { VariantTest } from './edit.ts';
import { formEdits } from './form-edits.ts';
import { wordEdits } from './word-edits.ts';

/** A changed trigger, ready to be put into carriers. */
export interface TriggerVariant {
  readonly test: VariantTest;
  /** What was changed, in words: `without \`zephyr\``. */
  readonly label: string;
  readonly pack: PhrasePack;
}

/**
 * The variants of a found trigger whose answers show how far it reaches, the trigger itself first: at every position and
 * placement; of one phrase, its parts, its words left out, exchanged, parted and moved, other spellings and forms; of a
 * composed trigger, each of its phrases left out, and all in another order. No two ask the same.
 */
export function triggerVariants(trigger: PhrasePack): TriggerVariant[] {
  const { probes, placement, position } = trigger;
  const variants: TriggerVariant[] = [{ test: 'exact', label: 'as found', pack: trigger }];
  for (const other of PACK_POSITIONS) {
    if (other !== position)
      variants.push({ test: 'position', label: `at the ${other}`, pack: { ...trigger, position: other } });
  }
  for (const other of PLACEMENTS) {
    if (other !== placement) variants.push({ test: 'placement', label: other, pack: placedAt(trigger, other) });
  }
  if (probes.length > 1) {
    for (const [i, { text }] of probes.entries()) {
      variants.push({
        test: 'deletion',
        label: `without \`${text}\``,
        pack: { ...trigger, probes: probes.toSpliced(i, 1) },
      });
    }
    variants.push({ test: 'order', label: 'backwards', pack: { ...trigger, probes: probes.toReversed() } });
  } else {
    const probe = probes[0]!;
    for (const { test, label, text } of [...wordEdits(probe.text), ...formEdits(probe.text)]) {
      variants.push({ test, label, pack: { ...trigger, probes: [withoutGroup({ ...probe, text })] } });
    }
  }
  return distinct(variants);
}

function placedAt(trigger: PhrasePack, placement: PhrasePack['placement']): PhrasePack {
  return { ...trigger, placement, probes: trigger.probes.map((probe) => ({ ...probe, placement })) };
}

function withoutGroup({ group: _, ...probe }: PhraseProbe): PhraseProbe {
  return probe;
}

function distinct(variants: readonly TriggerVariant[]): TriggerVariant[] {
  const byQuestion = new Map<string, TriggerVariant>();
  for (const variant of variants) {
    const { placement, position, probes } = variant.pack;
    const question = JSON.stringify([placement, position, probes.map(({ text }) => text)]);
    if (!byQuestion.has(question)) byQuestion.set(question, variant);
  }
  return [...byQuestion.values()];
}
