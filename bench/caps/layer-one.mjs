// @ts-check
// What the benchmark measures: the functions of layer 1, from the built package.
export { attackBudget } from '../../packages/corpus/dist/caps/attack-budget.js';
export { capContributions } from '../../packages/corpus/dist/caps/cap-contributions.js';
export { earlierLoad } from '../../packages/corpus/dist/caps/earlier-load.js';
export { NO_CONTRIBUTIONS } from '../../packages/corpus/dist/caps/lineage.js';
export { mergeContributions } from '../../packages/corpus/dist/caps/merge-contributions.js';
export { suggestCaps } from '../../packages/corpus/dist/caps/suggest-caps.js';
export { summariseContributions } from '../../packages/corpus/dist/caps/summarise-contributions.js';
export { clusterAccounts } from '../../packages/corpus/dist/clusters/cluster-accounts.js';
export { selectRecords } from '../../packages/corpus/dist/selection/select-records.js';
