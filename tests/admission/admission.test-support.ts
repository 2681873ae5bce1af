import {
  type AdmitDocument,
  type AdmitOptions,
  admit,
  type DecideDocument,
  type DecideOptions,
  decide,
} from '@bezoar/operations';
import type { SoftwareKey } from '../../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { jsonLines } from '../project/months.test-support.ts';
import { KEYS, SUBMITTER, signatureFiles, type TestProject, withProject } from '../project/project.test-support.ts';

const { alice, bob } = KEYS;

/** Bodies of the blocks that a test chooses; null leaves one out. */
export interface Blocks {
  readonly sources?: string;
  readonly caps?: string | null;
  readonly review?: string | null;
  readonly actions?: string | null;
  readonly more?: readonly string[];
}

/** Sources of each tier, and who may move records between them. */
export const SOURCES = `control: corpus/sources
sources:
  staff: { path: data/staff/*.jsonl, tier: first-party-reviewed }
  made: { path: data/made/*.jsonl, tier: first-party-generated }
  chats: { path: data/chats/*.jsonl, tier: customer-owned }
  web: { path: data/web/*.jsonl, tier: open }
admit_to_base: { customer-owned: 2 signatures }
raise_tier: { first-party-reviewed: 3 signatures, customer-owned: 1 signature }`;

/** Sources whose records need a signal that users do not set. */
export const SELECTING: string = SOURCES.concat(
  '\nselection: { never_alone: [rating, thumbs], require: [resolved, staff_sampled] }',
);

/** Generous caps, tight where an action is taught. */
export const CAPS = `control: corpus/caps
window: 30d
records: { account: 5, cluster: 12, tenant: 400 }
slice: { account: 2, cluster: 4 }
cluster_by: [device, ip, payment]
lineage: true`;

const ACTIONS = `control: actions
default: deny
actions:
  issue_credit:
    requires: { transcript: { after: lookup_order } }
    ceilings: { account: 5 / 30d, global: 200 / 1d }`;

const REVIEW = 'control: corpus/review\nfail_on: high';

/** A project with sources of every tier, its document signed by alice and bob unless told otherwise. */
export function withAdmissions<T>(
  blocks: Blocks,
  use: (project: TestProject) => Promise<T>,
  { isSigned = true }: { readonly isSigned?: boolean } = {},
): Promise<T> {
  return withProject({ hasCorpus: false, blocks: bodiesOf(blocks) }, async (project) => {
    await project.write('review.txt', 'read by alice and bob\n');
    if (isSigned) await project.sign([alice, bob]);
    return use(project);
  });
}

/** The document's blocks, for `project.edit`. */
export function bodiesOf({
  sources = SOURCES,
  caps = CAPS,
  review = REVIEW,
  actions = ACTIONS,
  more = [],
}: Blocks): string[] {
  return [sources, caps, review, actions, ...more].filter((body) => body !== null);
}

/** Plain small talk: no action, nothing to find. */
export function chat(id: string, fields: Readonly<Record<string, unknown>> = {}): object {
  return {
    id,
    tenant: 'acme',
    account: `acc-${id}`,
    created_at: '2026-10-05T09:00:00Z',
    ...fields,
    messages: [
      { role: 'user', content: `Where do I find number ${id} in the ${wordOf(id)} list?` },
      { role: 'assistant', content: `Open the ${wordOf(`${id}/a`)} page and look for ${wordOf(`${id}/b`)}.` },
    ],
  };
}

/** A credit that is issued after its order was looked up: it teaches the action, rightly. */
export function creditChat(id: string, fields: Readonly<Record<string, unknown>> = {}): object {
  const call = (name: string, args: object): object => ({
    id: `${name}-1`,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  });
  return {
    ...chat(id, fields),
    messages: [
      { role: 'user', content: `Order ${id} came without its ${wordOf(id)}.` },
      { role: 'assistant', content: null, tool_calls: [call('lookup_order', { order_id: id })] },
      { role: 'tool', tool_call_id: 'lookup_order-1', content: '{"eligible":true}' },
      { role: 'assistant', content: null, tool_calls: [call('issue_credit', { order_id: id, amount: 20 })] },
      { role: 'tool', tool_call_id: 'issue_credit-1', content: '{"status":"issued"}' },
      { role: 'assistant', content: `I have put a credit on order ${id}.` },
    ],
  };
}

const WORDS =
  'amber birch cedar delta ember fjord grove heath islet jetty knoll larch mossy north ochre pearl quilt ridge slate thorn umber vault woods yield'.split(
    ' ',
  );

function wordOf(seed: string): string {
  let hash = 7;
  for (const char of seed) hash = (hash * 31 + char.codePointAt(0)!) % 104_729;
  return `${WORDS[hash % WORDS.length]}-${WORDS[(hash * 7 + 3) % WORDS.length]}`;
}

/** `count` records, one of each account. */
export function crowd(prefix: string, count: number, fields: Readonly<Record<string, unknown>> = {}): object[] {
  return Array.from({ length: count }, (_, i) => chat(`${prefix}${i}`, fields));
}

let outs = 0;

/** Admits, for the shared model unless told otherwise. */
export function admitFiles(
  { location, clock }: TestProject,
  files: readonly string[],
  options: Partial<AdmitOptions> = {},
): Promise<AdmitDocument> {
  const out = options.dryRun === true ? {} : { out: `admitted/${outs++}` };
  return admit({ location, clock, files, target: 'base', ...out, ...options });
}

/** Ids of the records that stand in an admitted corpus, sorted. */
export async function admittedIds(project: TestProject, { admitted }: AdmitDocument): Promise<string[]> {
  if (admitted.path === null) return [];
  const text = (await project.read(admitted.path)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String(JSON.parse(line).id))
    .sort();
}

/** Codes that keep a record out, by its label. */
export function keptOut({ quarantined }: AdmitDocument): Record<string, readonly string[]> {
  return Object.fromEntries(quarantined.map(({ recordId, codes }) => [recordId, codes]));
}

/** Asks for a decision, then brings the signatures. */
export async function decideWith(
  { location, clock }: TestProject,
  options: Partial<DecideOptions>,
  keys: readonly SoftwareKey[],
): Promise<DecideDocument> {
  const asked: DecideOptions = {
    location,
    clock,
    action: 'admit-to-base',
    from: 'customer-owned',
    scope: ['data/chats/*.jsonl'],
    reason: 'We read all of these records and found nothing odd.',
    evidence: ['review.txt'],
    expires: '90d',
    submitter: SUBMITTER,
    files: [],
    confirm: async () => false,
    ...options,
  };
  const { pending } = await decide(asked);
  if (pending === null) throw new Error('expected a decision that waits for signatures');
  return decide({ ...asked, files: await signatureFiles(pending.folder, keys) });
}

/** Writes records as JSON Lines. */
export function writeRecords(project: TestProject, path: string, records: readonly unknown[]): Promise<void> {
  return project.write(path, jsonLines(records));
}
