export { VIEW_NAMES } from './columns/columns.ts';
export { createFeaturiser, MAX_TOKENS_PER_RECORD } from './columns/featuriser.ts';
export { mergeParts } from './columns/merge-parts.ts';
export { EVIDENCE_BUDGET } from './evidence/prescreen.ts';
export { DEFAULT_MIN_RECORDS, MIN_NOVELTY_RATIO } from './mine/candidates.ts';
export { minePhrases, minePhrasesInSteps } from './mine-phrases.ts';
export { FAMILY_BUDGET } from './rank/phrase-families.ts';
export { DECIDING_KEYS } from './rank/strength.ts';

export type { ColumnPart, ColumnSets, Columns, PhraseDocument, TokenColumn, ViewName } from './columns/columns.ts';
export type { Featuriser } from './columns/featuriser.ts';
export type { Novelty } from './mine/candidates.ts';
export type { MiningOptions, PhraseMining } from './mine-phrases.ts';
export type { DecidedReply, PhraseFamily } from './rank/phrase-families.ts';
export type { EvidenceKeys } from './rank/strength.ts';
export type { PhraseReference } from './reference/phrase-reference.ts';
