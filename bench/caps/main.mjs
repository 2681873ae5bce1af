// @ts-check
// What selection and caps alone leave of an attack, with every scan off, and what they cost honest users.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { runCaps } from './run-caps.mjs';
import { runDrip } from './run-drip.mjs';
import { runSelection } from './run-selection.mjs';

const USAGE = `usage: node bench/caps/main.mjs [options]
  --part caps,selection,drip  what is measured; all by default
  --conversations 20000       of a month; half as many where six months are dripped on
  --accounts 2000,20000       that may write in it
  --skews 0.5,0.75,1          exponents of Zipf's law of conversations per account
  --caps 2,3,5,10,20          of one account
  --seeds 5                   months that selection is measured on
  --seed 1                    of the others
  --json FILE  --markdown FILE`;

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'caps,selection,drip' },
    conversations: { type: 'string', default: '20000' },
    accounts: { type: 'string', default: '2000,20000' },
    skews: { type: 'string', default: '0.5,0.75,1' },
    caps: { type: 'string', default: '2,3,5,10,20' },
    seeds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const conversations = Number(values.conversations);
const seed = Number(values.seed);
/** @type {Readonly<Record<string, () => { tables: readonly import('../table.mjs').Table[], results: readonly unknown[] }>>} */
const parts = {
  caps: () =>
    runCaps({
      conversations,
      seed,
      accounts: numbers(values.accounts),
      skews: numbers(values.skews),
      caps: numbers(values.caps),
    }),
  selection: () =>
    runSelection({ conversations, seeds: Array.from({ length: Number(values.seeds) }, (_, index) => index + 1) }),
  drip: () => runDrip({ conversations: Math.ceil(conversations / 2), seed }),
};
const wanted = values.part.split(',');
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no part \`${unknown.join(', ')}\`\n${USAGE}\n`);
  process.exit(2);
}
const runs = wanted.map((name) => ({ name, ...parts[name]?.() }));
const tables = runs.flatMap((run) => run.tables ?? []);
const origin = provenance();
const footer = describeProvenance(origin);
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
}
if (values.json !== undefined) {
  const results = Object.fromEntries(runs.map(({ name, results: own }) => [name, own]));
  await writeFile(values.json, `${JSON.stringify({ ...origin, ...results }, null, 1)}\n`);
}

/** @param {string} list */
function numbers(list) {
  return list.split(',').map((text) => {
    const value = Number(text);
    if (!(value >= 0)) throw new Error(`expected numbers, got \`${text}\``);
    return value;
  });
}
