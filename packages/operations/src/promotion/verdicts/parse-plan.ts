import { BezoarError, canonicalJson, GATE_BUDGETS, isSha256, parseStrictJson } from '@bezoar/core';
import { MAX_EVIDENCE_BYTES } from '@bezoar/ledger';
import type { GatePlan } from '../../gate/gate-document.ts';

/** Levels of a plan: it nests under 8. */
const MAX_DEPTH = 32;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a plan that was logged, as far as a verdict is judged by it: canonical JSON with a known budget, hazards, models and the
 * digests of their files. Throws `promotion/malformed-plan`.
 */
export function parsePlan(bytes: Uint8Array): GatePlan {
  const plan = parseStrictJson(bytes, { maxBytes: MAX_EVIDENCE_BYTES, maxDepth: MAX_DEPTH });
  const { budget, hazards, candidate, references } = fieldsOf(plan);
  const isPlan =
    canonicalJson(plan) === Buffer.from(bytes).toString('utf8') &&
    (GATE_BUDGETS as readonly unknown[]).includes(budget) &&
    isListOf(hazards, ({ action, sha256 }) => typeof action === 'string' && isDigest(sha256)) &&
    isModel(fieldsOf(candidate)) &&
    isListOf(references, isModel);
  if (isPlan) return plan as unknown as GatePlan;
  throw new BezoarError('promotion/malformed-plan', 'what was logged before the gate is not a plan of this version');
}

function isModel({ name, artifact }: Fields): boolean {
  if (typeof name !== 'string') return false;
  if (artifact === null) return true;
  const { path, sha256, files, isLoaded } = fieldsOf(artifact);
  const isFile = (file: Fields): boolean => typeof file.path === 'string' && isDigest(file.sha256);
  return typeof path === 'string' && isDigest(sha256) && typeof isLoaded === 'boolean' && isListOf(files, isFile);
}

function isListOf(value: unknown, isItem: (item: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(fieldsOf(item)));
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && isSha256(value);
}

/** The fields of an object; of anything else none. */
function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
