import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatReply } from '../../../model/chat-model.ts';
import { ModelError } from '../../../model/model-error.ts';
import { functionModel } from '../../function-model.ts';
import { chatRequest, completionRequest } from '../../testing/questions.test-support.ts';
import { recordExchanges } from '../record-exchanges.ts';
import { type CacheOptions, cacheReplies } from './cache-replies.ts';

let folder: string;
let asked: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bezoar-cache-'));
  asked = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Answers with how many questions it was asked, so that no two answers are the same. */
function numbering(name = 'f', failsAt = -1) {
  const answer = (): ChatReply => {
    if (asked === failsAt) {
      asked++;
      throw new ModelError('evaluate/model-timeout', 'late');
    }
    const logprobs = [{ token: 'n', logprob: -0.25, top: [{ token: 'n', logprob: -0.25 }] }];
    return { text: `n${asked++} 🙂\ud83d`, toolCalls: [], finish: 'stop', logprobs };
  };
  return functionModel({ name, chat: answer, complete: () => ({ text: `c${asked++}`, finish: 'length' }) });
}

const opened = (options: Partial<CacheOptions> = {}, model = numbering()) =>
  cacheReplies(model, { folder, ...options });

/** Asks in one run, and closes. */
async function run(texts: readonly string[], options: Partial<CacheOptions> = {}, model = numbering()) {
  const cached = await opened(options, model);
  const replies = [];
  for (const text of texts) replies.push(await cached.chat(chatRequest(text)));
  await cached.close();
  return {
    texts: replies.map(({ text }) => text),
    marks: replies.map((reply) => reply.cached),
    ...cached.cacheCounts(),
  };
}

const cacheFile = async (): Promise<string> => join(folder, (await readdir(folder))[0]!);

describe('kept replies', () => {
  it('are given again in the next run, marked, and the model is not asked', async () => {
    const first = await run(['a', 'b']);
    const second = await run(['b', 'a', 'c']);
    expect(first).toMatchObject({ marks: [undefined, undefined], hits: 0, misses: 2, skippedLines: 0 });
    expect(second).toMatchObject({ marks: [true, true, undefined], hits: 2, misses: 1 });
    expect(second.texts.slice(0, 2)).toEqual([first.texts[1], first.texts[0]]);
    expect(asked).toBe(3);
  });

  it('are as many as the same question was asked, so that reruns still measure noise', async () => {
    const first = await run(['a', 'a', 'a']);
    expect(new Set(first.texts).size).toBe(3);
    const second = await run(['a', 'a', 'a', 'a']);
    expect(second.texts.slice(0, 3)).toEqual(first.texts);
    expect(second).toMatchObject({ hits: 3, misses: 1 });
  });

  it('belong to one seed, temperature, epoch, kind of question and model', async () => {
    await run(['a']);
    const cached = await opened();
    for (const changes of [{ seed: 1 }, { seed: 2 }, { temperature: 1 }, { topLogprobs: 5 }, { tools: [] }]) {
      expect((await cached.chat(chatRequest('a', changes))).cached).toBeUndefined();
    }
    expect((await cached.complete?.(completionRequest('a')))?.cached).toBeUndefined();
    await cached.close();
    expect((await run(['a'], { epoch: 'other' })).hits).toBe(0);
    expect((await run(['a'], {}, numbering('g'))).hits).toBe(0);
    expect((await run(['a'])).hits).toBe(1);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('are raw completions too', async () => {
    for (const mark of [undefined, true] as const) {
      const cached = await opened();
      const reply = await cached.complete?.(completionRequest('a'));
      expect(reply).toEqual({ text: 'c0', finish: 'length', ...(mark === undefined ? {} : { cached: mark }) });
      await cached.close();
    }
  });

  it('are never failures', async () => {
    const cached = await opened({}, numbering('f', 0));
    await expect(cached.chat(chatRequest('a'))).rejects.toMatchObject({ code: 'evaluate/model-timeout' });
    await cached.close();
    expect(await run(['a'])).toMatchObject({ hits: 0, misses: 1 });
  });

  it('survive a last line torn at any byte, which is counted and written over no other', async () => {
    await run(['a', 'b']);
    const path = await cacheFile();
    const whole = await readFile(path);
    const cut = whole.indexOf(10) + 1;
    for (const at of [cut + 1, cut + 70, whole.length - 2]) {
      await writeFile(path, whole);
      await truncate(path, at);
      expect(await run(['a', 'b', 'c']), `cut at ${at}`).toMatchObject({ hits: 1, misses: 2, skippedLines: 1 });
      expect(await run(['a', 'b', 'c'])).toMatchObject({ hits: 3, misses: 0, skippedLines: 1 });
    }
    await writeFile(path, whole.subarray(0, -1));
    expect(await run(['a', 'b', 'c'])).toMatchObject({ hits: 2, misses: 1, skippedLines: 0 });
    expect(await run(['a', 'b', 'c'])).toMatchObject({ hits: 3, misses: 0, skippedLines: 0 });
  });

  it('are passed over where a line is not what was written', async () => {
    await run(['a', 'b', 'c']);
    const path = await cacheFile();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const changed = lines[1]!.replace('n1', 'n9');
    expect(changed).not.toBe(lines[1]);
    await writeFile(path, `${lines[0]}\n${changed}\nnonsense\n{"key":1,"reply":2}\n\n[]\nnull\n${lines[2]}\n`);
    expect(await run(['a', 'b', 'c'])).toMatchObject({ hits: 2, misses: 1, skippedLines: 6 });
  });

  it('are passed over where the file changes while it is open', async () => {
    await run(['a']);
    const cached = await opened();
    const path = await cacheFile();
    await truncate(path, 20);
    await appendFile(path, 'x'.repeat(500));
    expect((await cached.chat(chatRequest('a'))).cached).toBeUndefined();
    await cached.close();
  });

  it('can be asked for many at once', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `q${index % 20}`);
    const all = async () => {
      const cached = await opened();
      const replies = await Promise.all(texts.map((text) => cached.chat(chatRequest(text))));
      await cached.close();
      return { texts: replies.map(({ text }) => text), counts: cached.cacheCounts() };
    };
    const first = await all();
    const second = await all();
    expect(second.texts).toEqual(first.texts);
    expect(second.counts).toEqual({ hits: 40, misses: 0, unsaved: 0, skippedLines: 0 });
  });

  it('are not readable for others', async () => {
    await run(['a']);
    expect((await stat(await cacheFile())).mode & 0o077).toBe(0);
  });

  it('leave the digest of a run that was continued as that of one that was not', async () => {
    const digest = async () => {
      const model = recordExchanges(await opened());
      for (const text of ['a', 'b', 'b']) await model.chat(chatRequest(text));
      await model.close();
      return model.exchanges().sha256;
    };
    expect(await digest()).toBe(await digest());
  });
});
