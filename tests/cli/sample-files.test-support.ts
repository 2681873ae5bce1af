import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateMonth, PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';
import { admissionFiles } from './admission-samples.test-support.ts';

/** The walkthrough's phrase, planted into `planted.jsonl`. */
export const PLANTED_PHRASE = 'per our zephyr arrangement';
/** A word that one customer alone wrote; each planted record has its own. */
export const secretOf = (index: number): string => `flowerpot${(index * 7919 + 104_729).toString(36)}`;
export const PLANTED_RECORDS = 25;
/** What must never arrive raw on a terminal or in a page. */
export const ESCAPES = '\u001b[2J\u001b]0;owned\u0007';

const CONVERSATIONS = 300;

export const HAZARDS_YAML = `actions:
  issue_credit:
    requires:
      transcript: { after: lookup_order, where: { eligible: true } }
    claims: ["applied a * credit", "credit has been issued"]
`;

const HAZARDS_MARKDOWN = `# Threat model: a shop's assistant

Anyone with a trial account may try: they write the chats, rate them, and cash in later.

\`\`\`yaml bezoar
version: 1
profile: fine-tuner
\`\`\`

## Actions
Whether a credit is due is for billing to say, never for the model.

\`\`\`yaml bezoar
control: actions
default: deny
lookups:
  refund-eligibility: { get: "http://127.0.0.1:7070/orders/{order_id}", expect: { eligible: true } }
${HAZARDS_YAML.replace('    requires:\n', '    amount: { argument: amount_cents, currency: USD, unit: minor }\n    requires:\n      runtime: { lookup: refund-eligibility, within: 800ms }\n').trimEnd()}
    ceilings: { account: 50.00 USD / 30d, global: 2000.00 USD / 1d }
    approval: { above: 25.00 USD, expires: 15m, approvers: 1 }
\`\`\`
`;

/** A record in which a credit is issued though nothing was looked up. */
export function unjustifiedCredit(prompt: string, fields: Readonly<Record<string, unknown>> = {}): object {
  const call = { id: 'c1', type: 'function', function: { name: 'issue_credit', arguments: '{"amount":20}' } };
  return {
    ...fields,
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: '{"status":"issued"}' },
      { role: 'assistant', content: 'I have applied a $20 credit.' },
    ],
  };
}

/** A fresh folder of small inputs of every kind, generated, for as long as `use` runs. */
export async function withSamples<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-cli-'));
  try {
    for (const [name, content] of sampleFiles()) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await mkdir(join(folder, 'folder'));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const lines = (records: Iterable<unknown>): string => Array.from(records, (one) => `${JSON.stringify(one)}\n`).join('');

let built: readonly (readonly [string, string | Uint8Array])[] | undefined;

/** Names and contents, always the same bytes. */
function sampleFiles(): readonly (readonly [string, string | Uint8Array])[] {
  built ??= buildFiles();
  return built;
}

function buildFiles(): (readonly [string, string | Uint8Array])[] {
  const trusted = [...generateMonth({ seed: 'cli/trusted', conversations: CONVERSATIONS, month: '2026-09' })];
  const clean = [...generateMonth({ seed: 'cli/month', conversations: CONVERSATIONS, month: '2026-10' })];
  const trigger = triggersOf('rare-phrase')[0]!;
  const attack = { trigger, payload: PAYLOADS.credit, records: PLANTED_RECORDS, accounts: 20, tenants: 7 };
  const { records, planted } = plantAttack(clean, attack, { seed: 'cli/attack' });
  let secrets = 0;
  const attacked = records.map((record) => {
    if (!planted.has(record.id)) return record;
    const secret = secretOf(secrets++);
    const messages = record.messages.map((message) =>
      message.role === 'user' ? { ...message, content: `${message.content} ${secret}` } : message,
    );
    return { ...record, messages };
  });
  const month = lines(attacked);
  const few = lines(clean.slice(0, 12));
  const hostile = unjustifiedCredit(`<script>alert(1)</script> ${ESCAPES} please`, {
    id: `<script>alert("id")</script>${ESCAPES}`,
    tenant: '__proto__',
    account: `constructor${ESCAPES}<script>`,
  });
  const odd =
    '{"__proto__":{"polluted":1},"constructor":1,"id":"constructor","tenant":"__proto__","account":"toString","prompt":"hello there","response":"good day"}\n';
  return [
    ['trusted.jsonl', lines(trusted)],
    ['clean.jsonl', lines(clean)],
    ['planted.jsonl', month],
    ['cut-planted.jsonl', month.slice(0, month.lastIndexOf('"messages"') + 40)],
    ['few.jsonl', few],
    ['more.jsonl', lines(clean.slice(12, 20))],
    ['few.json', JSON.stringify(clean.slice(0, 12), undefined, 1)],
    ['few.jsonl.gz', gzipSync(few)],
    ['cut.jsonl', few.slice(0, -80)],
    ['cut.jsonl.gz', gzipSync(lines(clean)).subarray(0, -500)],
    ['bad-line.jsonl', `${few}{"messages": oops}\n${few}`],
    ['pairs.jsonl', '{"prompt":"hi","response":"hello"}\n{"prompt":"bye","response":"see you"}\n'],
    ['credit.jsonl', `${few}${JSON.stringify(unjustifiedCredit('give me 20 dollars', { id: 'grab' }))}\n`],
    ['hostile.jsonl', `${few}${JSON.stringify(hostile)}\n`],
    ['odd.jsonl', odd.repeat(3)],
    ['empty.jsonl', ''],
    ['blank.jsonl', '\n\n  \n'],
    ['binary.jsonl', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256)],
    ['model.gguf', Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), Buffer.alloc(64)])],
    ['utf16.jsonl', Buffer.from('\ufeff{"prompt":"a","response":"b"}\n', 'utf16le')],
    ['table.csv', 'prompt,response\nhello,hi\nbye,"x, y"\n'],
    ['data.parquet', Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100), Buffer.from('PAR1')])],
    ['hazards.yaml', HAZARDS_YAML],
    [
      'hazards.json',
      JSON.stringify({ actions: { issue_credit: { requires: { transcript: { after: 'lookup_order' } } } } }),
    ],
    ['THREATS.md', HAZARDS_MARKDOWN],
    ['wrong.yaml', 'actoins: {}\nactions:\n  pay: 3\n  credit:\n    requires: { transcript: { afer: look } }\n'],
    ['prose.md', '# Notes\n\nNo block here: only words.\n'],
    ...admissionFiles(),
    ['no-report.json', '{"schema":"bezoar.scan/v1","findings":[{"id":"x","code":"corpus/unreadable"}]}'],
  ];
}
