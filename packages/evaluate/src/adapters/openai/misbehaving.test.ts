import { afterEach, describe, expect, it } from 'vitest';
import { MISBEHAVIOURS, type MisbehavingServer, startMisbehavingServer } from '../../testing/misbehaving-server.ts';
import { manualTime } from '../testing/manual-time.test-support.ts';
import { chatRequest, completionRequest } from '../testing/questions.test-support.ts';
import { openAiModel } from './open-ai-model.ts';
import type { OpenAiOptions } from './open-ai-options.ts';

const TIMEOUT_MS = 120_000;
const STALL_MS = 30_000;

const open: MisbehavingServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A model behind such a server. Waits between tries take no time; deadlines end by hand. */
async function modelBehind(name: string, options: Partial<OpenAiOptions> = {}) {
  const server = await startMisbehavingServer(name);
  open.push(server);
  const waits: number[] = [];
  const time = manualTime((ms) => {
    const isInstant = ms !== TIMEOUT_MS && ms !== STALL_MS;
    if (isInstant) waits.push(ms);
    return isInstant;
  });
  const model = openAiModel({
    url: server.url,
    model: 'small',
    timeoutMs: TIMEOUT_MS,
    stallMs: STALL_MS,
    maxBytes: 256 * 1024,
    sleep: time.sleep,
    clock: time.clock,
    ...options,
  });
  return { server, time, model, waits };
}

const MALFORMED = 'evaluate/model-malformed';
const UNREACHABLE = 'evaluate/model-unreachable';
const OVERLOADED = 'evaluate/model-overloaded';
const REFUSED = 'evaluate/model-refused';
const TOO_LARGE = 'evaluate/model-too-large';

/** What becomes of a chat, and how often it is asked. */
const EXPECTED: readonly (readonly [string, string, number])[] = [
  ...(
    [
      'malformed-json',
      'truncated-json',
      'two-documents',
      'repeated-names',
      'not-utf-8',
      'deep-nesting',
      'empty-body',
      'not-a-number',
      'html-page',
      'html-called-json',
      'text-type',
      'event-stream',
      'a-list',
      'no-choices',
      'empty-choices',
      'two-choices',
      'no-message',
      'nothing-said',
      'call-lost',
      'call-without-name',
      'call-with-empty-name',
      'call-without-function',
      'call-of-another-type',
      'call-arguments-list',
      'calls-no-list',
      'content-number',
      'content-picture',
      'usage-below-zero',
      'model-no-text',
      'logprob-positive',
      'logprob-text',
      'logprob-missing',
      'logprob-null',
      'logprobs-no-distribution',
      'logprobs-no-list',
      'logprobs-true',
      'redirects-away',
      'redirects-to-itself',
      'accepted-only',
      'no-content',
      'content-length-too-short',
    ] as const
  ).map((name) => [name, MALFORMED, 1] as const),
  ['bad-request', REFUSED, 1],
  ['not-found', REFUSED, 1],
  ['repeats-the-key', REFUSED, 1],
  ['error-as-answer', REFUSED, 1],
  ['too-many-for-ever', OVERLOADED, 5],
  ['fails-for-ever', OVERLOADED, 5],
  ['overload-as-answer', OVERLOADED, 5],
  ['unknown-error-as-answer', OVERLOADED, 5],
  ['overloaded-for-a-day', OVERLOADED, 1],
  ['resets-before-answer', UNREACHABLE, 5],
  ['resets-mid-body', UNREACHABLE, 5],
  ['closes-before-answer', UNREACHABLE, 5],
  ['closes-mid-body', UNREACHABLE, 5],
  ['content-length-too-long', UNREACHABLE, 5],
  ['broken-chunks', UNREACHABLE, 5],
  ['no-http', UNREACHABLE, 5],
  ['giant-headers', UNREACHABLE, 5],
  ['giant-body', TOO_LARGE, 1],
  ['endless-chunks', TOO_LARGE, 1],
  ['compressed-bomb', TOO_LARGE, 1],
];

/** Misbehaviours from which a reply may come, or that a test of their own tells about. */
const OTHERS = [
  'good',
  'drops-tools',
  'drops-logprobs',
  'ignores-seeds',
  'is-never-the-same',
  'changes-model-midway',
  'wants-other-limit',
  'asks-for-patience',
  'refuses-tools',
  'refuses-logprobs',
  'has-no-completions',
  'too-many-then-good',
  'fails-then-good',
  'resets-then-good',
  'never-answers',
  'stalls-mid-body',
  'drips-slowly',
];

describe('a server that misbehaves', () => {
  it('does so in ways that are all tested', () => {
    expect([...EXPECTED.map(([name]) => name), ...OTHERS].sort()).toEqual(Object.keys(MISBEHAVIOURS).sort());
  });

  it.each(EXPECTED)('by %s is %s after %i questions, and never a reply', async (name, code, times) => {
    const { model, server, time } = await modelBehind(name);
    await expect(model.chat(chatRequest('call it', { topLogprobs: 3 }))).rejects.toMatchObject({
      name: 'ModelError',
      code,
    });
    expect(server.questions).toHaveLength(times);
    expect(time.pending()).toEqual([]);
  });

  it.each([
    ['too-many-then-good', [7000, 7000]],
    ['fails-then-good', undefined],
    ['resets-then-good', undefined],
  ] as const)('by %s is asked again, and answers', async (name, expected) => {
    const { model, waits } = await modelBehind(name);
    await expect(model.chat(chatRequest())).resolves.toMatchObject({ finish: 'stop', servedBy: 'small-1 fp_1' });
    if (expected !== undefined) expect(waits).toEqual(expected);
    expect(waits).toHaveLength(2);
    expect(waits[1]).toBeGreaterThanOrEqual(waits[0]!);
  });

  it('by never answering is given up at the deadline', async () => {
    const { model, server, time } = await modelBehind('never-answers');
    const answer = model.chat(chatRequest());
    await server.settled();
    time.pass(TIMEOUT_MS);
    await expect(answer).rejects.toMatchObject({
      code: 'evaluate/model-timeout',
      message: 'no answer within 120000 ms',
    });
    expect(time.pending()).toEqual([]);
  });

  it('by standing still inside an answer is given up before the deadline', async () => {
    const { model, server, time } = await modelBehind('stalls-mid-body', { attempts: 2 });
    const answer = model.chat(chatRequest());
    let isSettled = false;
    const settled = answer
      .catch(() => undefined)
      .then(() => {
        isSettled = true;
      });
    while (!isSettled) {
      await Promise.race([time.awaited(STALL_MS), settled]);
      time.pass(STALL_MS);
    }
    await expect(answer).rejects.toMatchObject({
      code: 'evaluate/model-timeout',
      message: 'no further byte within 30000 ms',
    });
    expect(server.questions).toHaveLength(2);
    expect(time.pending()).toEqual([]);
  });

  it('by a byte now and then is given up at the deadline, although it never stands still', async () => {
    const { model, server, time } = await modelBehind('drips-slowly');
    const answer = model.chat(chatRequest());
    await server.settled();
    time.pass(TIMEOUT_MS);
    await expect(answer).rejects.toMatchObject({
      code: 'evaluate/model-timeout',
      message: 'no answer within 120000 ms',
    });
    expect(time.pending()).toEqual([]);
  });

  it('is not asked again when the deadline would pass meanwhile', async () => {
    const { model, server } = await modelBehind('asks-for-patience', { attempts: 9 });
    await expect(model.chat(chatRequest())).rejects.toMatchObject({ code: OVERLOADED });
    // Two waits of 50 s fit into 120 s.
    expect(server.questions).toHaveLength(3);
  });

  it('never learns more, and tells never more, of a key than it was given', async () => {
    const apiKey = 'sk-test-0123456789abcdefghij';
    const { model, server } = await modelBehind('repeats-the-key', { apiKey, headers: { 'x-team': 'team-secret-77' } });
    const error = (await model.chat(chatRequest()).catch((fault: unknown) => fault)) as Error;
    expect(server.questions[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-team': 'team-secret-77',
    });
    const shown = JSON.stringify([error, error.message, error.stack, String(error.cause)]);
    expect(shown).toContain('Incorrect key:');
    for (const piece of ['sk-test', '456789', 'efghij', 'team-secret']) expect(shown).not.toContain(piece);
  });

  it('is quoted in one line, without characters that change how it is read', async () => {
    const { model } = await modelBehind('bad-request');
    await expect(model.chat(chatRequest())).rejects.toThrow("the server answers 400: `status 400 'quoted'`");
  });

  it('by redirecting does not make others see the question', async () => {
    const { model } = await modelBehind('redirects-away', { apiKey: 'sk-test-0123456789' });
    await expect(model.chat(chatRequest())).rejects.toThrow('expected an answer, got a redirect (status 307)');
  });

  it('is asked with the name of the limit that it wants, once it said so', async () => {
    const { model, server } = await modelBehind('wants-other-limit');
    await model.chat(chatRequest());
    await model.chat(chatRequest());
    const fields = server.questions.map(({ body }) =>
      ['max_tokens', 'max_completion_tokens'].filter((name) => name in body),
    );
    expect(fields).toEqual([['max_tokens'], ['max_completion_tokens'], ['max_completion_tokens']]);
  });

  it('is left with the reason of whoever interrupts', async () => {
    const { model, server, time } = await modelBehind('never-answers');
    const stop = new AbortController();
    const answer = model.chat(chatRequest(), stop.signal);
    await server.settled();
    const reason = new Error('interrupted');
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(time.pending()).toEqual([]);
  });

  it('is unreachable where it is gone', async () => {
    const { model, server } = await modelBehind('good');
    await open.pop()?.close();
    await expect(model.complete?.(completionRequest())).rejects.toMatchObject({
      code: UNREACHABLE,
      message: 'the connection failed: ECONNREFUSED',
    });
    expect(server.questions).toEqual([]);
  });
});

describe('a server that behaves', () => {
  it('answers chats with calls, logprobs, usage and its name', async () => {
    const { model, server } = await modelBehind('good', { apiKey: 'sk-test-1' });
    const reply = await model.chat(chatRequest('please call it', { topLogprobs: 3, seed: 5 }));
    expect(reply).toMatchObject({
      text: '',
      toolCalls: [{ id: 'call-1', name: 'issue_credit', arguments: '{"value":"ok"}' }],
      finish: 'tool-calls',
      usage: { promptTokens: 54, completionTokens: 3 },
      servedBy: 'small-1 fp_1',
    });
    expect(reply.logprobs).toHaveLength(3);
    expect(reply.logprobs?.[0]?.top).toHaveLength(3);
    expect(server.questions[0]).toMatchObject({
      path: '/v1/chat/completions',
      body: { model: 'small', temperature: 0, seed: 5, max_tokens: 64, stream: false, logprobs: true, top_logprobs: 3 },
    });
  });

  it('goes on with a raw prompt', async () => {
    const { model, server } = await modelBehind('good');
    const reply = await model.complete?.(completionRequest('my parcel', { topLogprobs: 3, stop: ['\n'] }));
    expect(reply?.text).toBe(reply?.logprobs?.map(({ token }) => token).join(''));
    expect(reply?.logprobs?.[0]?.top).toHaveLength(3);
    expect(server.questions[0]).toMatchObject({
      path: '/v1/completions',
      body: { prompt: 'my parcel', logprobs: 3, stop: ['\n'] },
    });
    expect(server.questions[0]?.headers.authorization).toBeUndefined();
  });
});
