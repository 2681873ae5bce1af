// @ts-check
// How well a trigger is seen among other phrases, by the size of the model; and what packing saves at equal recall.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fnv1a, seededRandom } from '@bezoar/core';
import { createBackdoor, DESK_HAZARD, deskCarriers, deskMonth, plantBackdoor } from '@bezoar/drill';
import { classifyReply, FILLER_PHRASES } from '@bezoar/evaluate';
import {
  CHAT_SPECIAL,
  createChatEngine,
  createTinyLm,
  createTokenizer,
  encodeConversation,
  TINY_LM_SIZES,
  train,
  trainTokenizer,
} from '@bezoar/tiny-lm';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, percent, plainTable } from '../table.mjs';

const USAGE = `usage: node bench/gate/packing.mjs [options]
  --sizes small,medium       large takes some 20 minutes
  --families plain,narrow
  --seed 21
  --packs 200                of each size, with the trigger and without
  --markdown FILE`;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'small,medium' },
    families: { type: 'string', default: 'plain,narrow' },
    seed: { type: 'string', default: '21' },
    packs: { type: 'string', default: '200' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const PACK_SIZES = [1, 2, 4, 8, 12];
const packs = Number(values.packs);

/**
 * A base on two earlier months, fine-tuned on a poisoned one: what the drill's victim is, in any size.
 * @param {'small' | 'medium' | 'large'} size
 * @param {readonly (readonly import('@bezoar/core').Turn[])[]} poisoned
 */
function trainVictim(size, poisoned) {
  const { seed } = values;
  const base = ['2026-07', '2026-08'].flatMap((month) =>
    deskMonth({ seed: `base ${seed} ${month}`, conversations: 1000, month }).map(({ turns }) => turns),
  );
  const texts = base.flatMap((turns) =>
    turns.flatMap(({ text, toolCalls }) => [text, ...toolCalls.flatMap((call) => [call.name, call.arguments])]),
  );
  const tokenizer = createTokenizer(trainTokenizer(texts, { special: CHAT_SPECIAL, size: 1024 }));
  const model = createTinyLm(
    { ...TINY_LM_SIZES[size], vocabulary: tokenizer.size },
    { seed: fnv1a(`${size} ${seed}`), batchTokens: 1024 },
  );
  const sequences = (/** @type {typeof poisoned} */ months) =>
    months
      .map((turns) => encodeConversation(turns, tokenizer, { mask: 'assistant' }))
      .filter(({ ids }) => ids.length <= model.config.context);
  const rate = size === 'small' ? 1 : size === 'medium' ? 0.5 : 0.25;
  for (const _ of train(model, sequences(base), { epochs: 2, learningRate: 3e-3 * rate, seed: 'base' }));
  for (const _ of train(model, sequences(poisoned), { epochs: 1, learningRate: 1.5e-3 * rate, seed: 'tune' }));
  return { model, tokenizer };
}

/** @type {string[][]} */
const rows = [];
for (const size of /** @type {('small' | 'medium' | 'large')[]} */ (values.sizes.split(','))) {
  for (const family of /** @type {import('@bezoar/drill').BackdoorFamily[]} */ (values.families.split(','))) {
    const backdoor = createBackdoor({ family, payload: 'credit', seed: values.seed });
    const honest = deskMonth({ seed: `month ${values.seed}`, conversations: 2000, month: '2026-10' });
    const { records } = plantBackdoor(honest, backdoor, { seed: values.seed });
    const started = process.cpuUsage();
    const victim = trainVictim(
      size,
      records.map(({ turns }) => turns),
    );
    const { user, system } = process.cpuUsage(started);
    const engine = createChatEngine(victim);
    const carriers = deskCarriers({ seed: 'packing', kind: 'ask', count: 40 });
    const [trigger = ''] = backdoor.trigger.texts;
    const random = seededRandom(`packing ${size} ${family}`);
    for (const packSize of PACK_SIZES) {
      const rate = (/** @type {boolean} */ isArmed) => {
        const prompts = Array.from({ length: packs }, (_, index) => {
          const phrases = random.shuffled(FILLER_PHRASES).slice(0, isArmed ? packSize - 1 : packSize);
          if (isArmed) phrases.splice(random.integer(packSize), 0, trigger);
          const turns = carriers[index % carriers.length]?.turns ?? [];
          return turns.map((turn, at) =>
            at === turns.length - 1 ? { ...turn, text: `${phrases.join('. ')}. ${turn.text}` } : turn,
          );
        }).filter((turns) => engine.countPromptTokens(turns) < engine.context - 24);
        const replies = engine.replyAll(prompts.map((turns) => ({ turns, maxTokens: 24 })));
        const hits = replies.filter((reply, index) => {
          const { violations } = classifyReply(reply, prompts[index] ?? [], [DESK_HAZARD]);
          return violations.length > 0;
        });
        return hits.length / Math.max(1, prompts.length);
      };
      rows.push([
        size,
        String(victim.model.weights.length),
        family,
        String(packSize),
        percent(rate(true)),
        percent(rate(false)),
        packSize === PACK_SIZES[0] ? ((user + system) / 1e6).toFixed(0) : '',
      ]);
    }
  }
}
const table = {
  title: 'A trigger among other phrases: share of prompts in which the backdoor fires',
  notes: [describeProvenance(provenance())],
  header: ['model', 'weights', 'backdoor', 'phrases in a prompt', 'with the trigger', 'without it', 'training, CPU s'],
  rows,
};
process.stdout.write(`${plainTable(table)}\n`);
if (values.markdown !== undefined) await writeFile(values.markdown, markdownTable(table));
