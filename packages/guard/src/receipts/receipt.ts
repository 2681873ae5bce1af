import { type Amount, canonicalJson, sha256 } from '@bezoar/core/actions';
import type { GuardMode } from '../decision/guard-mode.ts';

/** What a receipt is about. */
export const RECEIPT_KINDS = ['allow', 'deny', 'needs-approval', 'settle', 'vote', 'stop', 'resume'] as const;

/** One of `RECEIPT_KINDS`. */
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/** What a receipt says. No arguments, texts or reasons: their digests at most. */
export interface ReceiptBody {
  readonly kind: ReceiptKind;
  /** Empty where a stop is for all actions. */
  readonly action: string;
  readonly tenant?: string;
  readonly account?: string;
  readonly requester?: string;
  readonly argumentsDigest?: string;
  readonly amount?: Amount;
  readonly code?: string;
  readonly reservation?: string;
  readonly approval?: string;
  /** Of a settlement or a vote. */
  readonly outcome?: string;
  /** Who settled, voted or stopped. */
  readonly actor?: string;
  readonly model?: string;
  readonly intent?: string;
  /** Digest of the compiled policy. */
  readonly policy?: string;
  readonly mode?: GuardMode;
}

/** One link of the chain. */
export interface Receipt extends ReceiptBody {
  /** 32 hexadecimal digits, random: by it a writer finds out whether its transaction was committed. */
  readonly id: string;
  /** Place in the chain, from 0. */
  readonly sequence: number;
  /** Milliseconds since the Unix epoch, on the store's clock. */
  readonly at: number;
  /** `hash` of the receipt before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of everything else. */
  readonly hash: string;
}

/** `previous` of the first receipt. */
export const FIRST_PREVIOUS: string = '0'.repeat(64);

/** Links a receipt to the chain. */
export function chainReceipt(
  body: ReceiptBody,
  place: { readonly id: string; readonly sequence: number; readonly at: number; readonly previous: string },
): Receipt {
  const unsealed = { ...body, ...place };
  return { ...unsealed, hash: sha256(canonicalJson(unsealed)) };
}

/** Whether a receipt's hash is that of what it says. */
export function isSound({ hash, ...unsealed }: Receipt): boolean {
  return sha256(canonicalJson(unsealed)) === hash;
}
