import { describe, expect, it } from 'vitest';
import { guardToolCalls } from './guard-tool-calls.ts';
import { lastUserText } from './last-user-text.ts';
import { ANNA, LARGE, openShop, SMALL } from './testing/open-shop.test-support.ts';

const runtime = { context: { principal: ANNA } };
const request = (args: unknown, name = 'issue_credit') => ({ toolCall: { name, args, id: 'call-1' }, runtime });

async function open(options: Parameters<typeof openShop>[0] = {}) {
  const shop = await openShop(options);
  const { wrapToolCall } = guardToolCalls(shop.guard, { toolMessage: (fields) => fields });
  const effects: unknown[] = [];
  const handler = async ({ toolCall }: { readonly toolCall: { readonly args: unknown } }) => {
    effects.push(toolCall.args);
    return { content: 'credited' };
  };
  return { ...shop, wrapToolCall, handler, effects };
}

describe('a middleware for tool calls', () => {
  it('executes the arguments that it judged, once', async () => {
    const { wrapToolCall, handler, effects } = await open();
    expect(await wrapToolCall(request(SMALL), handler)).toEqual({ content: 'credited' });
    const again = await wrapToolCall(request(SMALL), handler);
    expect(again).toMatchObject({ tool_call_id: 'call-1', name: 'issue_credit', status: 'error' });
    expect(JSON.parse(again.content)).toMatchObject({ denied: true, code: 'guard/already-done' });
    expect(effects).toEqual([SMALL]);
  });

  it('judges arguments again that a person has changed', async () => {
    const { wrapToolCall, handler, effects } = await open();
    const edited = await wrapToolCall(request(LARGE), handler);
    expect(JSON.parse(edited.content)).toMatchObject({ code: 'guard/approval-needed' });
    expect(effects).toEqual([]);
  });

  it('denies a tool that the policy does not name, and a call of nobody', async () => {
    const { wrapToolCall, handler, effects } = await open();
    const unknown = await wrapToolCall(request({}, 'delete_account'), handler);
    expect(JSON.parse(unknown.content)).toMatchObject({ code: 'guard/action-not-declared' });
    const nobody = await wrapToolCall({ ...request(SMALL), runtime: {} }, handler);
    expect(JSON.parse(nobody.content)).toMatchObject({ code: 'guard/principal-missing' });
    expect(effects).toEqual([]);
  });

  it('holds a call whose error was turned into a message, and hands the message on', async () => {
    const { wrapToolCall, states } = await open();
    const message = { content: 'Error: socket hang up', status: 'error' };
    expect(await wrapToolCall(request(SMALL), async () => message)).toBe(message);
    expect(await states()).toEqual(['allow', 'settle unknown']);
    const failing = async () => Promise.reject(new Error('socket hang up'));
    await expect(wrapToolCall(request({ ...SMALL, order_id: '2' }), failing)).rejects.toThrow('socket hang up');
    expect(await states()).toEqual(['allow', 'settle unknown', 'allow', 'settle unknown']);
  });
});

describe('an error that says that nothing happened', () => {
  it('frees the call and reaches the SDK as it is', async () => {
    const { guard, states } = await openShop();
    const refused = new TypeError('expected string, received undefined');
    const { wrapToolCall } = guardToolCalls(guard, {
      toolMessage: (fields) => fields,
      hadNoEffect: (error) => error instanceof TypeError,
    });
    const asked = wrapToolCall(request(SMALL), () => Promise.reject(refused));
    expect(await asked.catch((error: unknown) => error)).toBe(refused);
    expect(await wrapToolCall(request(SMALL), async () => ({ content: 'credited' }))).toEqual({ content: 'credited' });
    expect(await states()).toEqual(['allow', 'settle failed', 'allow', 'settle done']);
  });
});

describe('lastUserText', () => {
  it.each([
    [
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      'a',
    ],
    [[{ type: 'human', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }] }], 'a'],
    [[{ role: 'system', content: 'a' }], undefined],
    [[null, 1, { role: 'user', content: 1 }], undefined],
    ['a', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (messages, text) => {
    expect(lastUserText(messages)).toBe(text);
  });
});
