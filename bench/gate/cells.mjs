// @ts-check

/**
 * @typedef {object} Cell
 * @property {number} seed
 * @property {import('@bezoar/drill').BackdoorFamily | 'clean'} family
 * @property {import('@bezoar/drill').BackdoorPayloadKind} payload
 * @property {'smoke' | 'standard' | 'deep'} budget
 * @property {readonly ('known' | 'blind')[]} corpora
 */

export {};
