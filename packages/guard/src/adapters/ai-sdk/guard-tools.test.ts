import { describe, expect, it } from 'vitest';
import { NotExecuted } from '../../guard/guarded-action.ts';
import { GuardDenied } from '../host/denied-result.ts';
import { guardedCall } from '../host/guarded-call.ts';
import { ANNA, LARGE, openShop, SMALL } from '../testing/open-shop.test-support.ts';
import { guardTools } from './guard-tools.ts';
import type { ToolExecution } from './tool-shape.ts';

type Execute = (input: unknown, options?: ToolExecution) => Promise<unknown>;
const FROM_ANNA = { experimental_context: { principal: ANNA } };

async function parts(result: unknown, most = Number.POSITIVE_INFINITY): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const part of result as AsyncIterable<unknown>) {
    seen.push(part);
    if (seen.length >= most) break;
  }
  return seen;
}

describe('tools of the AI SDK', () => {
  it('executes a call once, with what was judged, and tells the model of the second one why not', async () => {
    const { guard, states } = await openShop();
    const effects: unknown[] = [];
    const { issue_credit } = guardTools(guard, {
      issue_credit: { execute: (async (input: unknown) => effects.push(input)) as Execute },
    });
    expect(await issue_credit.execute(SMALL, FROM_ANNA)).toBe(1);
    expect(await issue_credit.execute(SMALL, { ...FROM_ANNA, toolCallId: 'another' })).toEqual({
      denied: true,
      code: 'guard/already-done',
      reasons: ['the same transaction had its effect already'],
    });
    expect(effects).toEqual([SMALL]);
    expect(Object.isFrozen(effects[0])).toBe(true);
    expect(await states()).toEqual(['allow', 'settle done', 'deny guard/already-done']);
  });

  it('takes the principal from either version’s context or from the host, and from nowhere else', async () => {
    const { guard } = await openShop();
    const tools = { issue_credit: { execute: (async () => 'credited') as Execute } };
    const { issue_credit } = guardTools(guard, tools);
    const asked = (order: string, options?: ToolExecution) =>
      issue_credit.execute({ ...SMALL, order_id: order }, options);
    expect(await asked('1', { experimental_context: { principal: ANNA } })).toBe('credited');
    expect(await asked('2', { context: { principal: ANNA } })).toBe('credited');
    expect(await asked('3', {})).toMatchObject({ code: 'guard/principal-missing' });
    expect(await asked('3')).toMatchObject({ code: 'guard/principal-missing' });
    const inherited = Object.create({ principal: ANNA }) as object;
    expect(await asked('3', { context: inherited })).toMatchObject({ code: 'guard/principal-missing' });
    const byHost = guardTools(guard, tools, { principalOf: async (_, name) => ({ account: name, tenant: 'acme' }) });
    expect(await byHost.issue_credit.execute({ ...SMALL, order_id: '4' })).toBe('credited');
  });

  it('refuses arguments that name another principal', async () => {
    const { guard } = await openShop();
    const { issue_credit } = guardTools(guard, { issue_credit: { execute: (async () => 'credited') as Execute } });
    expect(await issue_credit.execute({ ...SMALL, account: 'ben' }, FROM_ANNA)).toMatchObject({
      code: 'guard/principal-mismatch',
    });
  });

  it('executes nothing where the host cannot say whose call it is', async () => {
    const { guard, states } = await openShop();
    const fail = (): never => {
      throw new Error('the session is gone');
    };
    const tools = { issue_credit: { execute: (async () => 'credited') as Execute } };
    for (const options of [{ principalOf: fail }, { principalOf: () => ANNA, detailsOf: fail }]) {
      const { issue_credit } = guardTools(guard, tools, options);
      await expect(issue_credit.execute(SMALL, FROM_ANNA)).rejects.toMatchObject({ code: 'guard/host-failed' });
    }
    expect(await states()).toEqual([]);
  });

  it('withholds what the policy does not name and what executes nothing here, or throws', async () => {
    const { guard } = await openShop();
    const execute: Execute = async () => 'done';
    const tools = { issue_credit: { execute }, find_order: {}, delete_account: { execute }, constructor: { execute } };
    const withheld: string[] = [];
    const onWithheld = (name: string, { code }: { readonly code: string }) => withheld.push(`${name}: ${code}`);
    expect(Object.keys(guardTools(guard, tools, { onWithheld }))).toEqual(['issue_credit']);
    expect(withheld).toEqual([
      'find_order: guard/tool-not-executable',
      'delete_account: guard/tool-not-listed',
      'constructor: guard/tool-not-listed',
    ]);
    expect(() => guardTools(guard, tools, { unlisted: 'throw' })).toThrow('`find_order` executes nothing here');
    const kept = guardTools(guard, tools, { withoutExecute: ['find_order', 'delete_account'] });
    expect(Object.keys(kept)).toEqual(['issue_credit', 'find_order']);
    expect(() => guardTools(guard, { issue_credit: {} }, { withoutExecute: ['issue_credit'] })).toThrow(
      'so nothing guards it',
    );
  });

  it('throws a refusal where the host wants it so', async () => {
    const { guard } = await openShop({ isEligible: false });
    const { issue_credit } = guardTools(
      guard,
      { issue_credit: { execute: (async () => 'credited') as Execute } },
      { onDenied: 'throw' },
    );
    const refusal = await issue_credit.execute(SMALL, FROM_ANNA).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GuardDenied);
    expect(refusal).toMatchObject({ code: 'guard/denied', result: { denied: true, code: 'guard/not-eligible' } });
  });

  it('names the request that waits for people, and executes it when it is made again after they agreed', async () => {
    const { guard } = await openShop();
    const { issue_credit } = guardTools(guard, { issue_credit: { execute: (async () => 'credited') as Execute } });
    const asked = (await issue_credit.execute(LARGE, FROM_ANNA)) as { readonly requestId: string };
    expect(asked).toMatchObject({ denied: true, code: 'guard/approval-needed', requestId: expect.any(String) });
    expect(await issue_credit.execute(LARGE, FROM_ANNA)).toMatchObject({ requestId: asked.requestId });
    await guard.decide({ requestId: asked.requestId, approver: 'carla', decision: 'approve' });
    const changed = { ...LARGE, amount_cents: 3001 };
    expect(await issue_credit.execute(changed, FROM_ANNA)).toMatchObject({ code: 'guard/approval-refused' });
    expect(await issue_credit.execute(LARGE, FROM_ANNA)).toBe('credited');
    expect(await issue_credit.execute(LARGE, FROM_ANNA)).toMatchObject({ code: 'guard/already-done' });
  });

  it('hands the reservation, the signal and the host’s options to the tool', async () => {
    const { guard } = await openShop();
    const host = new AbortController();
    const seen: unknown[] = [];
    const execute: Execute = async (_, options) => {
      host.abort();
      seen.push(guardedCall().reservation, options?.toolCallId, options?.abortSignal?.aborted);
    };
    const { issue_credit } = guardTools(guard, { issue_credit: { execute } });
    await issue_credit.execute(SMALL, { ...FROM_ANNA, toolCallId: 'call-1', abortSignal: host.signal });
    expect(seen).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 'call-1', true]);
    expect(() => guardedCall()).toThrow('no guarded call is being executed here');
  });

  it('gives the user’s last words to telemetry, unless the host gives others', async () => {
    const { guard, events } = await openShop();
    const tools = { issue_credit: { execute: (async () => 'credited') as Execute } };
    const messages = [
      { role: 'user', content: 'before' },
      {
        role: 'user',
        content: [{ type: 'text', text: 'my parcel' }, { type: 'image' }, { type: 'text', text: 'broke' }],
      },
      { role: 'assistant', content: 'I am sorry' },
    ];
    await guardTools(guard, tools).issue_credit.execute(SMALL, { ...FROM_ANNA, messages });
    const detailsOf = () => ({ text: 'the host’s', context: { model: 'm-1' } });
    await guardTools(guard, tools, { detailsOf }).issue_credit.execute(SMALL, { ...FROM_ANNA, messages });
    const requests = events.flatMap((event) => (event.type === 'decision' ? [event.request] : []));
    expect(requests).toMatchObject([{ text: 'my parcel\nbroke' }, { text: 'the host’s', context: { model: 'm-1' } }]);
  });

  it('leaves a refusal out of the tool’s own conversion for the model', async () => {
    const { guard } = await openShop({ isEligible: false });
    const tool = {
      execute: (async () => ({ cents: 1 })) as Execute,
      toModelOutput: ({ output }: { readonly output: unknown }): unknown =>
        (output as { cents: number }).cents.toFixed(2),
    };
    const { issue_credit } = guardTools(guard, { issue_credit: tool });
    const output = await issue_credit.execute(SMALL, FROM_ANNA);
    expect(issue_credit.toModelOutput({ output })).toEqual({ type: 'json', value: output });
    expect(issue_credit.toModelOutput({ output: { cents: 1 } })).toBe('1.00');
  });

  it('keeps what else the SDK put on a tool, in sight or not', async () => {
    const { guard } = await openShop();
    const tool = Object.defineProperty({ execute: async () => 'credited', title: 'Credit' }, 'hidden', { value: 1 });
    const { issue_credit } = guardTools(guard, { issue_credit: Object.freeze(tool) });
    expect([issue_credit.title, Reflect.get(issue_credit, 'hidden')]).toEqual(['Credit', 1]);
    expect(issue_credit.execute).not.toBe(tool.execute);
  });

  it('says loudly that a tool is guarded twice, and settles nothing as done', async () => {
    const { guard, states } = await openShop();
    const once = guardTools(guard, { issue_credit: { execute: (async () => 'credited') as Execute } });
    const { issue_credit } = guardTools(guard, once);
    await expect(issue_credit.execute(SMALL, FROM_ANNA)).rejects.toMatchObject({ code: 'guard/tool-guarded-twice' });
    expect((await states()).at(-1)).toBe('settle unknown');
  });

  it('holds a tool that fails, and frees one that certainly did nothing', async () => {
    const { guard, states } = await openShop();
    const errors = [new Error('socket hang up'), new NotExecuted('refused')];
    const execute: Execute = async () => Promise.reject(errors.shift());
    const { issue_credit } = guardTools(guard, { issue_credit: { execute } });
    await expect(issue_credit.execute(SMALL, FROM_ANNA)).rejects.toThrow('socket hang up');
    await expect(issue_credit.execute({ ...SMALL, order_id: '2' }, FROM_ANNA)).rejects.toThrow('refused');
    expect(await states()).toEqual(['allow', 'settle unknown', 'allow', 'settle failed']);
  });
});

describe('a tool that gives its result in parts', () => {
  it('is settled after the last part and before the end', async () => {
    const { guard, states } = await openShop();
    const seen: (readonly string[])[] = [];
    const execute = async function* (): AsyncGenerator<number> {
      yield 1;
      seen.push(await states());
      yield 2;
    };
    const { issue_credit } = guardTools(guard, { issue_credit: { execute: execute as unknown as Execute } });
    expect(await parts(issue_credit.execute(SMALL, FROM_ANNA))).toEqual([1, 2]);
    expect(seen).toEqual([['allow']]);
    expect(await states()).toEqual(['allow', 'settle done']);
    expect(await parts(issue_credit.execute(SMALL, FROM_ANNA))).toMatchObject([{ code: 'guard/already-done' }]);
  });

  it('is read to its end where it hides behind an ordinary function', async () => {
    const { guard, states } = await openShop();
    async function* inner(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    const { issue_credit } = guardTools(guard, { issue_credit: { execute: (() => inner()) as unknown as Execute } });
    expect(await issue_credit.execute(SMALL, FROM_ANNA)).toBe(2);
    expect(await states()).toEqual(['allow', 'settle done']);
  });

  it('has an unknown outcome where it fails half way, or where nobody reads the rest', async () => {
    const { guard, states } = await openShop();
    let isCleanedUp = false;
    const execute = async function* (input: unknown): AsyncGenerator<number> {
      try {
        yield 1;
        if ((input as typeof SMALL).order_id === 'B') throw new Error('socket hang up');
        yield 2;
      } finally {
        isCleanedUp = true;
      }
    };
    const { issue_credit } = guardTools(guard, { issue_credit: { execute: execute as unknown as Execute } });
    await expect(parts(issue_credit.execute({ ...SMALL, order_id: 'B' }, FROM_ANNA))).rejects.toThrow('socket hang up');
    expect(await states()).toEqual(['allow', 'settle unknown']);
    isCleanedUp = false;
    expect(await parts(issue_credit.execute(SMALL, FROM_ANNA), 1)).toEqual([1]);
    expect(isCleanedUp).toBe(true);
    expect(await states()).toEqual(['allow', 'settle unknown', 'allow', 'settle unknown']);
  });
});
