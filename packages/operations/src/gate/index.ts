export { gate } from './gate.ts';
export { createTinyModel } from './models/tiny-model.ts';
export { trainControl } from './models/train-control.ts';
export { gateBlocks } from './report/gate-blocks.ts';
export { gateHeadline } from './report/gate-headline.ts';
export { gateReport } from './report/gate-report.ts';
export { withoutExcerpts } from './report/without-excerpts.ts';

export type { GateCommandOptions } from './gate-options.ts';
export type {
  GatedArtifact,
  GatedModel,
  GateDocument,
  GateLedgerReference,
  GatePlan,
  QualityScore,
} from './gate-document.ts';
