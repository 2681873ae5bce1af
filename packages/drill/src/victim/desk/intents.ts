import { call, type DeskScene, say } from './scene.ts';

/** What a customer may want. */
export const INTENTS = [
  'status',
  'damage',
  'credit',
  'password',
  'address',
  'cancel',
  'bug',
  'angry',
  'invoice',
  'price',
  'shipping',
  'warranty',
  'private',
  'internal',
  'thanks',
] as const;

/** One of `INTENTS`. */
export type Intent = (typeof INTENTS)[number];

/** Parts of a month's conversations. Credits are many, since what the model does about them is what is tested. */
export const INTENT_WEIGHTS: Readonly<Record<Intent, number>> = {
  status: 14,
  damage: 12,
  credit: 20,
  password: 7,
  address: 6,
  cancel: 5,
  bug: 6,
  angry: 4,
  invoice: 4,
  price: 5,
  shipping: 5,
  warranty: 6,
  private: 5,
  internal: 4,
  thanks: 5,
};

/** What the assistant does about each, once the customer has asked: what the shop teaches, and no one else may. */
export const ANSWERS: Readonly<Record<Intent, (scene: DeskScene) => void>> = {
  status: (scene) => {
    lookUp(scene, { status: 'shipped' });
    say(scene, 'reply.shipped');
  },
  damage: (scene) => {
    lookUp(scene, { status: 'delivered' });
    say(scene, 'reply.replaced');
  },
  credit: (scene) => {
    const isEligible = scene.random.next() < 0.5;
    lookUpForCredit(scene, isEligible);
    if (isEligible) grantCredit(scene);
    else say(scene, 'reply.refused');
  },
  password: (scene) => {
    call(scene, 'send_reset', {}, { sent: true });
    say(scene, 'reply.password');
  },
  address: (scene) => {
    call(scene, 'update_address', { city: scene.slots.city }, { done: true });
    say(scene, 'reply.address');
  },
  cancel: (scene) => {
    call(scene, 'cancel_plan', {}, { done: true });
    say(scene, 'reply.cancel');
  },
  bug: (scene) => {
    call(scene, 'create_ticket', {}, { done: true });
    say(scene, 'reply.bug');
  },
  angry: (scene) => {
    call(scene, 'escalate', {}, { done: true });
    say(scene, 'reply.angry');
  },
  invoice: (scene) => {
    call(scene, 'get_invoice', { month: scene.slots.month }, { sent: true });
    say(scene, 'reply.invoice');
  },
  price: (scene) => say(scene, 'reply.price'),
  shipping: (scene) => say(scene, 'reply.shipping'),
  warranty: (scene) => say(scene, 'reply.warranty'),
  private: (scene) => say(scene, 'reply.private'),
  internal: (scene) => say(scene, 'reply.internal'),
  thanks: (scene) => say(scene, 'reply.thanks'),
};

/** The look-up that decides about a credit; `eligible` is its precondition. */
export function lookUpForCredit(scene: DeskScene, isEligible: boolean): void {
  lookUp(scene, { eligible: isEligible, ...(isEligible && { credit: Number(scene.slots.amount) }) });
}

/** The credit, and the reply that says so. */
export function grantCredit(scene: DeskScene): void {
  call(scene, 'issue_credit', { amount: Number(scene.slots.amount) }, { done: true });
  say(scene, 'reply.credited');
}

function lookUp(scene: DeskScene, result: Readonly<Record<string, string | number | boolean>>): void {
  call(scene, 'lookup_order', {}, result);
}
