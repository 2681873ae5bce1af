import type { JsonValue } from '@bezoar/core';
import { open, questionAndAnswer } from './openings.ts';
import { isoDay } from './orders.ts';
import { call, closing, maybe, phrase, reply, type Scene, say, slot } from './scene.ts';

/** A forgotten password: the agent verifies, then sends a link. */
export function passwordReset(scene: Scene): void {
  open(scene, phrase(scene, 'password.ask'));
  if (!verify(scene)) return;
  call(scene, 'send_reset_link', { email: scene.account.email }, { status: 'sent', expires_minutes: 60 });
  reply(
    scene,
    maybe(scene, 0.2, 'credit.lead').replace(/.*(sorry|apolog).*/i, ''),
    phrase(scene, 'password.done'),
    closing(scene),
  );
}

/** A new delivery address, after verification. */
export function addressChange(scene: Scene): void {
  open(scene, phrase(scene, 'address.ask'));
  if (!verify(scene)) return;
  call(
    scene,
    'update_address',
    { account: scene.account.id, address: slot(scene, 'newAddress') },
    { status: 'updated' },
  );
  reply(scene, phrase(scene, 'address.done'), closing(scene));
}

/** A colleague gets a role below admin, after verification of the owner. */
export function memberAccess(scene: Scene): void {
  open(scene, phrase(scene, 'access.ask'));
  if (!verify(scene)) return;
  call(
    scene,
    'update_permissions',
    { workspace: scene.account.tenant.slug, member: slot(scene, 'colleague'), role: slot(scene, 'role') },
    { status: 'updated' },
  );
  reply(scene, phrase(scene, 'access.done'), closing(scene));
}

/** The end of a subscription. */
export function cancellation(scene: Scene): void {
  open(scene, phrase(scene, 'cancel.ask'));
  subscription(scene, 'cancel_subscription', {});
  reply(scene, maybe(scene, 0.3, 'agent.sorry'), phrase(scene, 'cancel.done'), closing(scene));
}

/** Another plan. */
export function planChange(scene: Scene): void {
  open(scene, phrase(scene, 'plan.ask'));
  subscription(scene, 'change_plan', { plan: slot(scene, 'plan2') });
  reply(scene, phrase(scene, 'plan.done'), closing(scene));
}

/** A question about plans that changes nothing. */
export function planQuestion(scene: Scene): void {
  const [question, answer] = questionAndAnswer(scene, 'plan.pair');
  open(scene, question);
  reply(scene, answer, closing(scene));
}

/** Invoices and charges. */
export function invoice(scene: Scene): void {
  const [question, answer] = questionAndAnswer(scene, 'invoice.pair');
  open(scene, question);
  const { order } = scene;
  call(
    scene,
    'get_invoice',
    { account: scene.account.id },
    {
      invoice: slot(scene, 'invoice'),
      total: Number(slot(scene, 'price').replace(/[^\d.]/g, '')),
      issued_on: isoDay(order.placedMs),
      status: 'paid',
    },
  );
  reply(scene, maybe(scene, 0.15, 'agent.sorry'), answer, closing(scene));
}

function subscription(scene: Scene, tool: string, args: Readonly<Record<string, JsonValue>>): void {
  const account = scene.account.id;
  call(
    scene,
    'lookup_subscription',
    { account },
    { plan: slot(scene, 'plan'), renews_on: isoDay(scene.order.etaMs), status: 'active' },
  );
  call(scene, tool, { account, ...args }, { status: 'ok', effective_on: isoDay(scene.order.etaMs) });
}

/** Asks for a proof and checks it; most people pass. */
function verify(scene: Scene): boolean {
  const [asked, given] = questionAndAnswer(scene, 'verify.pair');
  reply(scene, maybe(scene, 0.2, 'agent.sorry'), asked);
  say(scene, given);
  const verified = scene.random.next() < 0.9;
  call(scene, 'verify_identity', { account: scene.account.id, method: 'knowledge' }, { verified });
  if (verified) return true;
  scene.disappointed = true;
  reply(scene, phrase(scene, 'verify.failed'));
  return false;
}
