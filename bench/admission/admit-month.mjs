// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateMonth, PAYLOADS, plantAttack, triggersOf, writeMonth } from '@bezoar/drill';
import { admit } from '@bezoar/operations';

/** Tenants that an attacker's accounts are spread over. */
const ATTACKER_TENANTS = 4;

/** Reasons of the pipeline's own rules, which the caps' table measures apart. */
const RULES = new Set(['corpus/not-selected', 'corpus/cap-exceeded']);

/** A document with everything on. The source is first-party, so that no signature is needed: tiers are not what is measured. */
const DOCUMENT = `# Larkfield

\`\`\`yaml bezoar
version: 1
profile: fine-tuner
change: { loosen: 1 signature, signers: keys/allowed_signers }
\`\`\`

\`\`\`yaml bezoar
control: corpus/sources
sources:
  chats: { path: exports/*.jsonl, tier: first-party-generated }
\`\`\`

\`\`\`yaml bezoar
control: corpus/caps
window: 30d
records: { account: 5, cluster: 12, tenant: 4000 }
slice: { account: 2, cluster: 4 }
cluster_by: [device, ip, payment]
lineage: true
\`\`\`

\`\`\`yaml bezoar
control: corpus/review
trusted: [trusted.jsonl]
fail_on: high
\`\`\`

\`\`\`yaml bezoar
control: actions
default: deny
actions:
  issue_credit:
    requires: { transcript: { after: lookup_order } }
\`\`\`
`;

/**
 * Admits one month, planted or clean, and says what became of whom. Losses are shares of the clean records, or of those of them
 * in the slice.
 * @param {{ seed: number, conversations: number, attack?: { payload: string, accounts: number, records: number } }} options
 */
export async function admitMonth({ seed, conversations, attack }) {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-admission-'));
  try {
    await mkdir(join(folder, 'exports'));
    await mkdir(join(folder, 'keys'));
    await writeFile(join(folder, 'keys/allowed_signers'), '');
    await writeFile(join(folder, 'THREATMODEL.md'), DOCUMENT);
    await writeMonth(
      join(folder, 'trusted.jsonl'),
      generateMonth({ seed: seed * 1000, conversations, accounts: conversations, month: '2026-09' }),
    );
    const clean = generateMonth({ seed: seed * 1000 + 1, conversations, accounts: conversations, month: '2026-10' });
    const { records, planted } = plantedMonth(clean, attack, seed);
    await writeMonth(join(folder, 'exports/october.jsonl'), records);
    const document = await admit({
      location: { workingDirectory: folder, config: join(folder, 'THREATMODEL.md') },
      files: ['exports/october.jsonl'],
      target: 'base',
      dryRun: true,
    });
    return summarise(records, planted, document);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Iterable<import('@bezoar/drill').LarkfieldRecord>} clean
 * @param {{ payload: string, accounts: number, records: number } | undefined} attack
 * @param {number} seed
 */
function plantedMonth(clean, attack, seed) {
  if (attack === undefined) return { records: [...clean], planted: /** @type {ReadonlySet<string>} */ (new Set()) };
  const triggers = triggersOf('rare-phrase');
  const trigger = /** @type {import('@bezoar/drill').Trigger} */ (triggers[seed % triggers.length]);
  const payload = PAYLOADS[/** @type {import('@bezoar/drill').PayloadKind} */ (attack.payload)];
  const { accounts, records } = attack;
  return plantAttack(clean, { trigger, payload, records, accounts, tenants: ATTACKER_TENANTS }, { seed });
}

/**
 * @param {readonly import('@bezoar/drill').LarkfieldRecord[]} records
 * @param {ReadonlySet<string>} planted
 * @param {import('@bezoar/operations').AdmitDocument} document
 */
function summarise(records, planted, document) {
  const codes = new Map(document.quarantined.map((one) => [one.recordId, one.codes]));
  const teaches = (/** @type {import('@bezoar/drill').LarkfieldRecord} */ { messages }) =>
    messages.some(
      (message) => 'tool_calls' in message && message.tool_calls.some((call) => call.function.name === 'issue_credit'),
    );
  const clean = records.filter(({ id }) => !planted.has(id));
  const slice = clean.filter(teaches);
  const capped = (/** @type {typeof records} */ some) =>
    some.filter(({ id }) => codes.get(id)?.every((code) => RULES.has(code)) === true).length;
  const further = clean.filter(({ id }) => codes.get(id)?.some((code) => !RULES.has(code)) === true).length;
  const landed = records.filter(({ id }) => planted.has(id) && !codes.has(id));
  return {
    planted: planted.size,
    plantedAdmitted: landed.length,
    plantedAdmittedInSlice: landed.filter(teaches).length,
    capLoss: capped(clean) / clean.length,
    capLossInSlice: slice.length === 0 ? 0 : capped(slice) / slice.length,
    furtherLoss: further / clean.length,
    cleanFlagged: further,
  };
}
