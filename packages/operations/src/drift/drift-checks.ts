import { admissionsRecomputed } from './checks/admissions-recomputed.ts';
import { controlsExercised } from './checks/controls-exercised.ts';
import { documentSigned } from './checks/document-signed.ts';
import { gateCurrent } from './checks/gate-current.ts';
import { ledgerVerified } from './checks/ledger-verified.ts';
import { receiptsSealed } from './checks/receipts-sealed.ts';
import { risksExpired } from './checks/risks-expired.ts';
import { scanRecomputed } from './checks/scan-recomputed.ts';
import { toolCeilings } from './checks/tool-ceilings.ts';
import type { DriftCheck } from './drift-check.ts';

/** Every comparison, cheapest first. A layer that is built later adds its own here. */
export const DRIFT_CHECKS: readonly DriftCheck[] = [
  documentSigned,
  risksExpired,
  controlsExercised,
  ledgerVerified,
  receiptsSealed,
  scanRecomputed,
  admissionsRecomputed,
  gateCurrent,
  toolCeilings,
];
