// @ts-check
import { parseArgs } from 'node:util';
import { PAYLOAD_KINDS, TRIGGER_KINDS } from '@bezoar/drill';
import { LIMIT_KINDS, PHRASE_KINDS } from './attack.mjs';

export const USAGE = `usage: node bench/detection/main.mjs [options]
  --seeds 10                seeds 1 to N, or a list such as 3,7
  --kinds a,b               trigger kinds; ${[...PHRASE_KINDS, ...LIMIT_KINDS].join(', ')}
  --counts 25,50,100,250    planted records; 0 is the clean month and always measured
  --conversations 5000      of the clean month, and of the trusted month
  --trusted-conversations N as many in the trusted month as in the month by default
  --trusted | --no-trusted  with or without the trusted month alone; both by default
  --declared                with the credit hazard declared instead of learned
  --goodwill 0.2            share of credits that both months grant without a lookup; 0 by default
  --payload credit          ${PAYLOAD_KINDS.join(', ')}
  --adaptive                decoys and every payload instead of the kinds
  --clean                   clean months under realistic variation instead of the kinds
  --data DIR                real chat files instead of generated months: half as trusted, half as the month
  --drift                   with --data: the first file as trusted, the others as the month
  --json FILE  --markdown FILE`;

/** @typedef {ReturnType<typeof readArguments>} BenchOptions */
/** @typedef {'kinds' | 'adaptive' | 'clean' | 'data'} Part */

/** @param {readonly string[]} argv */
export function readArguments(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string', default: '10' },
      kinds: { type: 'string', default: [...PHRASE_KINDS, ...LIMIT_KINDS].join(',') },
      counts: { type: 'string', default: '25,50,100,250' },
      conversations: { type: 'string', default: '5000' },
      'trusted-conversations': { type: 'string' },
      trusted: { type: 'boolean', default: false },
      'no-trusted': { type: 'boolean', default: false },
      declared: { type: 'boolean', default: false },
      goodwill: { type: 'string', default: '0' },
      payload: { type: 'string', default: 'credit' },
      adaptive: { type: 'boolean', default: false },
      clean: { type: 'boolean', default: false },
      data: { type: 'string' },
      drift: { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const both = values.trusted === values['no-trusted'];
  return {
    help: values.help,
    seeds: values.seeds.includes(',') ? numbers(values.seeds) : upTo(Number(values.seeds)),
    kinds: oneOf(TRIGGER_KINDS, values.kinds.split(',')),
    counts: numbers(values.counts).filter((count) => count > 0),
    conversations: Number(values.conversations),
    trustedConversations: Number(values['trusted-conversations'] ?? values.conversations),
    trusted: both ? [true, false] : [values.trusted],
    declared: values.declared,
    goodwill: Number(values.goodwill),
    payload: oneOf(PAYLOAD_KINDS, [values.payload])[0] ?? 'credit',
    part: /** @type {Part} */ (
      values.adaptive ? 'adaptive' : values.clean ? 'clean' : values.data === undefined ? 'kinds' : 'data'
    ),
    data: values.data ?? '',
    drift: values.drift,
    json: values.json,
    markdown: values.markdown,
  };
}

/** @param {string} list */
function numbers(list) {
  return list.split(',').map((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 0) throw new Error(`expected whole numbers, got \`${text}\``);
    return value;
  });
}

/** @param {number} count */
function upTo(count) {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/**
 * @template {string} T
 * @param {readonly T[]} known
 * @param {readonly string[]} wanted
 */
function oneOf(known, wanted) {
  return wanted.map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new Error(`\`${name}\` is none of ${known.join(', ')}`);
    return found;
  });
}
