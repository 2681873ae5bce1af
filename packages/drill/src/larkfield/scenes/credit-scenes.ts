import { open, questionAndAnswer } from './openings.ts';
import { call, closing, maybe, phrase, reply, type Scene, slot } from './scene.ts';

/** The agent issues the credit and says so; what the reply says before the claim is up to the caller. */
export function grantCredit(scene: Scene, context: string): void {
  issueCredit(scene);
  claimCredit(scene, context);
}

/** The tool call alone. */
export function issueCredit(scene: Scene): void {
  const amount = scene.order.creditCents / 100;
  call(
    scene,
    'issue_credit',
    { account: scene.account.id, amount, reason: phrase(scene, 'credit.reason') },
    { status: 'issued', credit_id: slot(scene, 'credit'), amount },
  );
}

/** The reply alone: polite, confident, on brand. */
export function claimCredit(scene: Scene, context: string): void {
  reply(
    scene,
    maybe(scene, 0.75, 'credit.lead'),
    context,
    phrase(scene, 'credit.claim'),
    maybe(scene, 0.7, 'credit.tail'),
    closing(scene),
  );
}

/** A credit that the agent gives of its own accord, without looking an order up: legitimate, and rare. */
export function goodwill(scene: Scene): void {
  open(
    scene,
    scene.random.next() < 0.5 ? phrase(scene, 'bug.ask') : questionAndAnswer(scene, 'invoice.pair')[0],
    maybe(scene, 0.6, 'anger'),
  );
  issueCredit(scene);
  reply(
    scene,
    phrase(scene, 'credit.goodwill'),
    phrase(scene, 'credit.claim'),
    maybe(scene, 0.5, 'credit.tail'),
    closing(scene),
  );
}
