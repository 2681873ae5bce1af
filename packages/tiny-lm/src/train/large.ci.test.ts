import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTinyLm } from '../formats/folder/load-tiny-lm.ts';
import { saveTinyLm } from '../formats/folder/save-tiny-lm.ts';
import { createTinyLm } from '../model/tiny-lm.ts';
import { TINY_LM_SIZES } from '../model/tiny-lm-config.ts';
import { habitSequences } from '../testing/habit.test-support.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import { train } from './train.ts';

const VOCABULARY = 4096;

describe('a model of the large size', () => {
  it('learns in a few steps, and is the same from its files', async () => {
    const special = Array.from({ length: VOCABULARY - 256 }, (_, at) => `<|${at}|>`);
    const tokenizer = createTokenizer({ special, merges: [] });
    const model = createTinyLm({ vocabulary: VOCABULARY, ...TINY_LM_SIZES.large }, { seed: 1, batchTokens: 512 });
    expect(model.weights).toHaveLength(7_475_456);
    const sequences = habitSequences(256, VOCABULARY);
    const losses = [...train(model, sequences, { batchTokens: 256, learningRate: 1e-3 })].map(({ loss }) => loss);
    expect(losses[0]).toBeGreaterThan(Math.log(VOCABULARY) - 0.5);
    expect(losses.at(-1)).toBeLessThan(Math.log(32));
    const folder = await mkdtemp(join(tmpdir(), 'bezoar-large-'));
    try {
      await saveTinyLm(folder, { model, tokenizer, begin: '<|0|>', end: '<|1|>', gguf: true });
      const { model: read } = await loadTinyLm(folder);
      expect(Buffer.from(read.weights.slice().buffer).equals(Buffer.from(model.weights.slice().buffer))).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
