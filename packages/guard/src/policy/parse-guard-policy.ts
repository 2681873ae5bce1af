import { canonicalJson, sha256, UsageError } from '@bezoar/core/actions';
import type { GuardPolicy } from './guard-policy.ts';
import { type Fault, readObject } from './json-reader.ts';
import { readActions } from './read-actions.ts';
import { readControls } from './read-controls.ts';

/** Largest compiled policy, in UTF-16 code units: documents end at a mebibyte (CWE-400). */
export const MAX_POLICY_LENGTH: number = 4 * 1024 * 1024;

/** Layers of a compiled threat model that a guard does not read. A name that is not here is a fault. */
const OTHER_LAYERS = [
  'title',
  'profile',
  'assets',
  'entryPoints',
  'change',
  'controls',
  'corpus',
  'artifact',
  'gate',
  'accepted',
  'keys',
  'witness',
];

/**
 * Reads a compiled policy, the JSON text of `bezoar policy compile`. Every field of the actions and of the guard's own
 * controls is type-checked and every unknown one refused: a rule that could not be read would be a rule that is not
 * enforced. Throws `guard/policy-malformed` with one line for each fault.
 */
export function parseGuardPolicy(json: string): GuardPolicy {
  if (typeof json !== 'string') throw malformed(['expected the text of a compiled policy']);
  if (json.length > MAX_POLICY_LENGTH) {
    throw malformed([`expected at most ${MAX_POLICY_LENGTH} characters, got ${json.length}`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw malformed(['expected JSON, such as `bezoar policy compile` prints'], error);
  }
  const faults: string[] = [];
  const fault: Fault = (path, expected, got) => faults.push(`${path}: expected ${expected}, got ${shown(got)}`);
  const root = readObject(value, 'policy', fault);
  const version = root?.take('version');
  if (root !== undefined && version !== 1) fault('policy.version', '1', version);
  const actions = readActions(root?.take('actions'), 'policy.actions', fault);
  const controls = readControls(root?.take('guard'), 'policy.guard', fault);
  for (const key of OTHER_LAYERS) root?.take(key);
  root?.end();
  if (faults.length > 0) throw malformed(faults);
  // A second form of the same text, such as one with a key twice, would be another policy to another reader.
  const canonical = canonicalJson(value);
  if (canonical !== json.trim()) {
    throw malformed(['expected canonical JSON (RFC 8785), exactly as `bezoar policy compile` writes it']);
  }
  return { digest: sha256(canonical), ...actions, ...controls };
}

function malformed(faults: readonly string[], cause?: unknown): UsageError {
  return new UsageError('guard/policy-malformed', faults.join('\n'), { cause });
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return `\`${(JSON.stringify(value) ?? String(value)).slice(0, 60)}\``;
}
