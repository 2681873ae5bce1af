export { ledgerAnchor } from './ledger-anchor.ts';
export { ledgerCosign } from './ledger-cosign.ts';
export { ledgerProve } from './ledger-prove.ts';
export { ledgerShowBlocks, ledgerVerifyBlocks } from './ledger-report.ts';
export { ledgerShow } from './ledger-show.ts';
export { ledgerVerify } from './ledger-verify.ts';
export { ANCHOR_BRANCH } from './outside/git-anchor.ts';

export type { LedgerAnchorDocument } from './ledger-anchor.ts';
export type { LedgerCosignDocument, LedgerCosignOptions } from './ledger-cosign.ts';
export type { LedgerProveDocument } from './ledger-prove.ts';
export type { LedgerShowDocument, LedgerShowOptions } from './ledger-show.ts';
export type { LedgerVerifyDocument, LedgerVerifyOptions } from './ledger-verify.ts';
export type { LedgerTrust } from './verification/verify-ledger-here.ts';
