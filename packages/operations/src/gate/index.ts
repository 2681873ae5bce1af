export { gate } from './gate.ts';
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
