import type { Random } from '@bezoar/core';

/**
 * Writes a text another way. Never blank where the text is not; the same for the same stream of `random`. A rule rather
 * than a paraphrase by a model, so that a set of probes stays plain data: stilted, but a style has only to be recognised.
 */
export type Rewrite = (text: string, random: Random) => string;

/** Rewrites by name. */
export type NamedRewrites = readonly (readonly [name: string, rewrite: Rewrite])[];
