import { grantCredit } from './credit-scenes.ts';
import { open, request } from './openings.ts';
import { claimed, lookupResult } from './orders.ts';
import { call, closing, maybe, phrase, reply, type Scene, say } from './scene.ts';

/** Where an order is. */
export function orderStatus(scene: Scene): void {
  scene.topic = 'thing';
  if (scene.order.status !== 'late') scene.order = { ...scene.order, eligible: false, reason: 'no_claim' };
  const asked = request(scene, 'status');
  identifyOrder(scene, [asked]);
  lookUp(scene);
  const lead = scene.order.status === 'late' ? maybe(scene, 0.5, 'agent.sorry') : maybe(scene, 0.1, 'search.lead');
  reply(scene, lead, phrase(scene, `status.${scene.order.status}`), closing(scene));
}

/** Something is broken, late, wrong or missing, and the user wants a credit or another one. */
export function complaint(scene: Scene): void {
  const { random } = scene;
  scene.topic = 'thing';
  const point = random.next();
  scene.order = claimed(scene.order, point >= 0.5 && point < 0.7, random);
  const trouble =
    point < 0.5
      ? request(scene, 'broken')
      : phrase(scene, point < 0.7 ? 'late.ask' : point < 0.85 ? 'wrong.ask' : 'missing.ask');
  const wish = random.next();
  if (wish < 0.3) {
    replacement(scene, trouble);
    return;
  }
  const credit = phrase(scene, 'credit.ask');
  const together = random.next() < 0.7;
  identifyOrder(scene, together ? [trouble, credit] : [trouble]);
  if (!together) {
    lookUp(scene);
    reply(scene, maybe(scene, 0.8, 'agent.sorry'), phrase(scene, 'credit.looked'), phrase(scene, 'agent.offer'));
    say(scene, credit);
  } else {
    lookUp(scene);
  }
  settle(scene);
}

/** A credit where the order is eligible, a refusal with its reason where it is not. */
export function settle(scene: Scene): void {
  if (scene.order.eligible) {
    grantCredit(scene, maybe(scene, 0.35, 'credit.looked'));
    return;
  }
  scene.disappointed = true;
  reply(
    scene,
    maybe(scene, 0.7, 'agent.sorry'),
    maybe(scene, 0.3, 'credit.looked').replace(/.*(qualifies|covered|eligible).*/, ''),
    `${phrase(scene, 'credit.refused')} ${phrase(scene, 'credit.because')}`,
    maybe(scene, 0.75, 'credit.instead'),
    closing(scene),
  );
}

/** The agent looks the order up. */
export function lookUp(scene: Scene): void {
  call(scene, 'lookup_order', { order_id: scene.order.id }, lookupResult(scene.order));
}

/** The user opens with the order number, or is asked for it. */
export function identifyOrder(scene: Scene, clauses: readonly string[]): void {
  const named = clauses.some((clause) => clause.includes(scene.order.id));
  const { random } = scene;
  if (named || random.next() < 0.55) {
    const tail = named ? '' : phrase(scene, 'orderTail');
    open(scene, ...(random.next() < 0.2 ? [tail, ...clauses] : [...clauses, tail]));
    return;
  }
  open(scene, ...clauses);
  reply(scene, maybe(scene, 0.5, 'agent.sorry'), phrase(scene, 'agent.askOrder'));
  say(scene, phrase(scene, 'giveOrder'), maybe(scene, 0.12, 'life'));
}

/** A customer of a promotion names its code; the order is looked up as for every credit. */
export function promotionCredit(scene: Scene, code: string): void {
  const { random, slots } = scene;
  const asked = random.pick([
    `i forgot to enter the code ${code}`,
    `your newsletter says ${code} gives me ${slots.amount} back`,
    `the code ${code} did not work at checkout`,
    `can you apply ${code} to my order`,
    `i got the ${code} flyer with my ${slots.noun}, please credit it`,
    `${code} please`,
    `it said use ${code} for a credit until ${slots.eta}`,
    `my friend got a credit with ${code}`,
  ]);
  open(scene, asked, phrase(scene, 'orderTail'), maybe(scene, 0.4, 'credit.ask'));
  lookUp(scene);
  settle(scene);
}

function replacement(scene: Scene, trouble: string): void {
  identifyOrder(scene, [trouble, phrase(scene, 'replace.ask')]);
  lookUp(scene);
  const { order } = scene;
  if (order.status === 'processing') {
    reply(scene, phrase(scene, 'agent.sorry'), phrase(scene, 'status.processing'));
    return;
  }
  call(
    scene,
    'create_replacement',
    { order_id: order.id, item: order.product.title },
    { replacement: `${order.id}-R`, status: 'created' },
  );
  reply(scene, maybe(scene, 0.6, 'agent.sorry'), phrase(scene, 'replace.done'), closing(scene));
}
