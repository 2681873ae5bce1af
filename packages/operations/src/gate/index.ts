export { gate } from './gate.ts';

export type { GateCommandOptions } from './gate.ts';
export type { GatedArtifact, GatedModel, GateDocument, GatePlan, QualityScore } from './gate-document.ts';
