// @ts-nocheck: plain JavaScript that workers run against the built code, where there is no type to be had.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createGuard, createGuardClock, NotExecuted, parseGuardPolicy } from '@bezoar/guard';

/** Orders of the scenario that have an effect, with their amounts; the second one certainly has none. */
export const ORDERS = { 'order-1': 1_000, 'order-3': 600, 'order-4': 2_600, 'order-5': 300, 'order-6': 200 };

const ANNA = { account: 'anna', tenant: 'acme' };

/**
 * One of everything that a guard does: an order that is done, one that certainly is not, one whose outcome is lost, one
 * that people must agree to, two at once, a stop; and the first again. Effects go to a log that is flushed. Played a
 * second time, it is what callers do after a crash: they ask for everything again.
 */
export async function playScenario({ store, policy, log, aheadMs = 0 }) {
  const file = openSync(log, 'a');
  try {
    const guard = await createGuard({
      policy: parseGuardPolicy(policy),
      store,
      lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
      clock: createGuardClock({ clock: () => Date.now() + aheadMs }),
    });
    const credit = guard.guard('issue_credit', async ({ principal, arguments: values, reservation }) => {
      if (values.order_id === 'order-2') throw new NotExecuted('refused');
      const line = { ...principal, order: values.order_id, minor: values.amount_cents, reservation };
      writeSync(file, `${JSON.stringify(line)}\n`);
      fsyncSync(file);
      if (values.order_id === 'order-3') throw new Error('the answer was lost');
    });
    const ask = (order, more) => {
      // Even with the second one in flight, everything fits in the ceiling.
      const values = { order_id: order, amount_cents: ORDERS[order] ?? 100 };
      return credit({ principal: ANNA, arguments: values, idempotencyKey: order, ...more }).catch(({ name }) => ({
        decision: 'thrown',
        code: name,
      }));
    };
    const order = { action: 'issue_credit', reason: 'a test', by: 'eve' };

    // What a former run may have left behind.
    await guard.resume(order);
    const answers = [await ask('order-1'), await ask('order-2'), await ask('order-3')];
    const asked = await ask('order-4');
    if (asked.decision === 'needs-approval') {
      const { requestId } = asked;
      if (asked.state === 'pending') await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
      answers.push(await ask('order-4', { approval: requestId }));
    } else {
      answers.push(asked);
    }
    answers.push(...(await Promise.all([ask('order-5'), ask('order-6')])));
    await guard.stop(order);
    answers.push(await ask('order-7'));
    await guard.resume(order);
    answers.push(await ask('order-1'));
    await guard.drain();
    return answers.map(({ decision, code }) => [decision, code].filter(Boolean).join(' '));
  } finally {
    closeSync(file);
  }
}
