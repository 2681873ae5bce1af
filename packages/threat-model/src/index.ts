export { compiledDigest, compiledJson, policyDigest } from './compile/compiled-json.ts';
export { DEFAULT_EVIDENCE_MS, SIGNATURE_EVIDENCE_MS } from './compile/declared-controls.ts';
export { parseActionsText } from './compile/parse-actions-text.ts';
export { DEFAULT_GATE_BUDGET, loadThreatModel, parseThreatModel } from './compile/parse-threat-model.ts';
export { diffThreatModels } from './diff/diff-threat-models.ts';
export { BLOCK_INFO } from './document/info-string.ts';
export { profileDocument } from './profiles/profile-document.ts';
export { threatModelJsonSchema } from './schema/threat-model-json-schema.ts';

export type { LoadedThreatModel, ThreatModelResult } from './compile/parse-threat-model.ts';
export type { ChangeDirection, PolicyChange } from './diff/policy-change.ts';
export type { Fault, FaultDetails, Place } from './document/fault.ts';
export type { ActionAnswer, CapsAnswer, ProfileAnswers } from './profiles/section.ts';
