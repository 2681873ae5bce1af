// @ts-check
// What `bezoar absorb` holds of attacks, and what of ordinary feedback, memories and documents.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, percent, plainTable } from '../table.mjs';
import { documentFiles, itemsOfFiles, itemsOfMonth } from './corpora.mjs';
import { measureCorpus, measureTexts } from './measure.mjs';
import { FIRST } from './texts-first.mjs';
import { SECOND } from './texts-second.mjs';

const USAGE = `usage: node bench/absorb/main.mjs [options]
  --texts first|second|both   short texts; both by default
  --months 3                  generated months of feedback, seeds 1 to N
  --conversations 5000        of each month
  --data DIR                  real chat files (*.jsonl, *.jsonl.gz) as feedback; accounts are synthesised
  --documents DIR             Markdown, HTML and text files below a folder as documents
  --most 2000                 of them
  --show                      print what is held and should not be, and the reverse
  --markdown FILE`;

const { values } = parseArgs({
  options: {
    texts: { type: 'string', default: 'both' },
    months: { type: 'string', default: '3' },
    conversations: { type: 'string', default: '5000' },
    data: { type: 'string' },
    documents: { type: 'string' },
    most: { type: 'string', default: '2000' },
    show: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

/** @type {import('../table.mjs').Table[]} */
const tables = [];
const sets = { first: FIRST, second: SECOND };
for (const [name, set] of Object.entries(sets)) {
  if (values.texts !== 'both' && values.texts !== name) continue;
  const rows = [];
  for (const kind of /** @type {const} */ (['feedback', 'memory', 'document'])) {
    const attacks = measureTexts(kind, set[kind].attacks, true);
    const benign = measureTexts(kind, set[kind].benign, false);
    rows.push([
      kind,
      `${attacks.held} / ${attacks.count}`,
      percent(attacks.held / attacks.count),
      `${benign.held} / ${benign.count}`,
    ]);
    if (!values.show) continue;
    for (const text of attacks.wrong) process.stdout.write(`missed ${kind}: ${text}\n`);
    for (const text of benign.wrong) process.stdout.write(`held wrongly ${kind}: ${text}\n`);
  }
  const note =
    name === 'first'
      ? 'First set: rules were widened after its misses were read.'
      : 'Second set: written last; no rule was widened after it was run, two were eased. One author wrote rules and texts.';
  tables.push({
    title: `Short texts, ${name} set`,
    notes: [note],
    header: ['kind', 'attacks held', 'share', 'benign held'],
    rows,
  });
}

const folder = await mkdtemp(join(tmpdir(), 'bezoar-bench-'));
try {
  /** @type {string[][]} */
  const rows = [];
  /** @param {string} name @param {{ items: readonly import('./measure.mjs').AbsorbItem[], unreadable: number }} corpus */
  const add = (name, { items, unreadable }) => {
    const { count, held, undecided, rules, cpuSeconds } = measureCorpus(items);
    const by = [...rules].map(([rule, times]) => `${rule} ${times}`).join(', ');
    rows.push([
      name,
      `${count}`,
      `${held}`,
      percent(held / Math.max(1, count)),
      `${undecided + unreadable}`,
      (count / cpuSeconds).toFixed(0),
      by,
    ]);
  };
  for (let seed = 1; seed <= Number(values.months); seed++) {
    add(`Larkfield, seed ${seed}`, await itemsOfMonth(folder, seed, Number(values.conversations)));
  }
  if (values.data !== undefined) {
    for (const file of (await readdir(values.data)).filter((one) => /\.jsonl(?:\.gz)?$/.test(one)).sort()) {
      add(file, await itemsOfFiles([join(values.data, file)], 'feedback', 0.15));
    }
  }
  if (values.documents !== undefined) {
    add('documents', await itemsOfFiles(await documentFiles(values.documents, Number(values.most)), 'document'));
  }
  tables.push({
    title: 'Ordinary corpora',
    notes: [
      'Nothing in them is known to be planted: what is held is counted as held wrongly. Real chat data has no accounts; 0.15 accounts a record are given by turns.',
    ],
    header: ['corpus', 'items', 'held', 'share', 'undecided', 'items per CPU s', 'by rule'],
    rows,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
const footer = describeProvenance(provenance());
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
if (values.markdown !== undefined)
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
