import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of the ledger, sorted. */
export const LEDGER_CODES = [
  'ledger/altered',
  'ledger/evidence-altered',
  'ledger/evidence-missing',
  'ledger/not-written',
  'ledger/rolled-back',
  'ledger/torn-tail',
] as const;

/** What they mean. */
export const LEDGER_CATALOGUE: Readonly<Record<(typeof LEDGER_CODES)[number], CatalogueEntry>> = {
  'ledger/altered': {
    title: 'The ledger was altered',
    control: 'policy/witness',
    why: 'The ledger is the memory of who decided what. A changed, dropped or reordered entry means that someone rewrote that memory, or that the disk did.',
    how: 'Every entry is hashed again, every tile and the signed checkpoint are compared with the result. An owner who holds the key can rewrite the whole log; only a kept, anchored or witnessed checkpoint shows that.',
    remedy:
      'Treat every decision since the last good checkpoint as unproven. Restore the ledger from a copy that agrees with an anchored checkpoint, and find out who could write to it.',
  },
  'ledger/evidence-altered': {
    title: 'Evidence was altered',
    control: 'policy/witness',
    why: 'A decision points at the evidence that was seen by its digest. Bytes that no longer have that digest are not what was seen.',
    how: 'Every object of the content-addressed store is hashed and compared with its name.',
    remedy: 'Restore the object from a copy. Until then the decisions that point at it cannot be re-checked.',
  },
  'ledger/evidence-missing': {
    title: 'Evidence is missing',
    control: 'policy/witness',
    why: 'An entry points at bytes that are no longer stored. Erasure may be deliberate, and leaves every proof valid; the decision can then no longer be re-checked.',
    how: 'Every digest that an entry points at is looked for in the content-addressed store.',
    remedy: 'Restore the object from a copy, or write down why it was erased.',
  },
  'ledger/not-written': {
    title: 'A run that is not in the ledger',
    control: 'policy/document',
    why: 'A project with a threat model logs what its controls did. A run without a trace cannot be shown to have happened.',
    how: 'Reported when a command did its work and could not append its entry: no space, no key, another writer.',
    remedy: 'Mend what the message names and run the command again.',
  },
  'ledger/rolled-back': {
    title: 'The ledger is behind a checkpoint that was kept',
    control: 'policy/witness',
    why: 'A checkpoint that was anchored or kept names more entries than the ledger has, or other ones: entries were cut off, or the log was replaced.',
    how: 'The size and root of every kept, anchored and witnessed checkpoint are computed again from the ledger.',
    remedy: 'Restore the ledger from a copy that agrees with the checkpoint, and find out who could write to it.',
  },
  'ledger/torn-tail': {
    title: 'The last write of the ledger is incomplete',
    control: 'policy/witness',
    why: 'A power cut in the middle of a write leaves such a tail, and so does someone who damages the last entry on purpose.',
    how: 'The last frame of the journal is incomplete or does not have its checksum. Nothing that was acknowledged is lost by a power cut.',
    remedy:
      'The next write sets the tail aside and says so in an entry of its own. Compare with an anchored checkpoint if you did not expect it.',
  },
};
