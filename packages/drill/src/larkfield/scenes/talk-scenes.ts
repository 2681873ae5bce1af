import { open, questionAndAnswer } from './openings.ts';
import { call, closing, maybe, phrase, reply, type Scene, say, slot } from './scene.ts';

/** Something in the app is broken: questions, then a ticket. */
export function bugReport(scene: Scene): void {
  open(scene, phrase(scene, 'bug.ask'), maybe(scene, 0.3, 'bug.detail'));
  if (scene.random.next() < 0.6) {
    reply(scene, phrase(scene, 'bug.first'));
    say(scene, phrase(scene, 'bug.give'), maybe(scene, 0.2, 'bug.give'), maybe(scene, 0.1, 'life'));
  }
  call(
    scene,
    'create_ticket',
    { topic: slot(scene, 'feature'), priority: scene.random.pick(['normal', 'normal', 'low', 'high']) },
    { ticket: slot(scene, 'ticket') },
  );
  reply(scene, maybe(scene, 0.3, 'agent.sorry'), phrase(scene, 'bug.done'), closing(scene));
}

/** How something works. */
export function howTo(scene: Scene): void {
  open(scene, phrase(scene, 'howto.ask'));
  reply(scene, phrase(scene, 'howto.answer'), closing(scene));
  if (scene.random.next() < 0.35) {
    const [question, answer] = questionAndAnswer(scene, 'howto.pair');
    say(scene, question, maybe(scene, 0.1, 'life'));
    reply(scene, answer, closing(scene));
  }
}

/** Delivery, returns, opening hours. */
export function shippingQuestion(scene: Scene): void {
  const [question, answer] = questionAndAnswer(scene, 'shipping.pair');
  const [also, alsoAnswer] = scene.random.next() < 0.15 ? questionAndAnswer(scene, 'shipping.pair') : ['', ''];
  open(scene, question, also === '' ? '' : `and ${also}`);
  reply(scene, answer, alsoAnswer, closing(scene));
}

/** A question about a product. */
export function productQuestion(scene: Scene): void {
  scene.topic = 'thing';
  if (scene.random.next() < 0.45) {
    const [compare, compared] = questionAndAnswer(scene, 'product.pair');
    open(scene, compare);
    reply(scene, compared, closing(scene));
    return;
  }
  const [question = '', answer = ''] = scene.random.pick(scene.order.sector.questions).split('=>');
  const filled = question
    .trim()
    .replaceAll('{noun}', scene.random.next() < 0.5 ? slot(scene, 'noun') : slot(scene, 'item'));
  open(scene, maybe(scene, 0.4, 'product.lead'), filled);
  reply(scene, answer.trim(), closing(scene));
}

/** Small talk, praise, wrong numbers. */
export function smallTalk(scene: Scene): void {
  const [question, answer] = questionAndAnswer(scene, 'talk.pair');
  open(scene, question);
  reply(scene, answer, maybe(scene, 0.2, 'agent.close'));
}

/** The user wants a person. */
export function escalation(scene: Scene): void {
  open(scene, phrase(scene, 'human.ask'), maybe(scene, 0.3, 'anger'));
  call(
    scene,
    'escalate_to_human',
    { account: scene.account.id, queue: slot(scene, 'jargon') },
    { ticket: slot(scene, 'ticket') },
  );
  reply(scene, maybe(scene, 0.4, 'agent.sorry'), phrase(scene, 'human.done'));
}

/** The conversation in the user's own language. */
export function otherLanguage(scene: Scene): void {
  const code = scene.account.persona.language;
  say(scene, phrase(scene, `${code}.ask`));
  reply(scene, phrase(scene, `${code}.answer`));
  if (scene.random.next() < 0.5) {
    say(scene, phrase(scene, `${code}.thanks`));
    reply(scene, phrase(scene, `${code}.bye`));
  }
}

/** How most conversations end: thanks or grumbling, and an answer. */
export function farewell(scene: Scene): void {
  if (scene.disappointed) {
    say(scene, phrase(scene, 'grumble'), maybe(scene, 0.15, 'anger'));
    reply(scene, phrase(scene, 'agent.soothe'));
    return;
  }
  const chatty = scene.account.persona.register === 'chatty';
  say(
    scene,
    phrase(scene, 'thanks'),
    maybe(scene, chatty ? 0.85 : 0.6, 'thanksTail'),
    maybe(scene, chatty ? 0.3 : 0.03, 'life'),
  );
  reply(scene, phrase(scene, 'agent.bye'), maybe(scene, 0.3, 'agent.wish'));
}
