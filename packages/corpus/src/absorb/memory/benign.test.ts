import { describe, expect, it } from 'vitest';
import { absorbBatch } from '../absorb-batch.ts';
import { DEFAULT_ABSORB_POLICY } from '../item/absorb-policy.ts';
import { judgeAlone, memoryItem } from '../testing/sample-items.ts';

const POLICY = {
  ...DEFAULT_ABSORB_POLICY,
  actions: [{ name: 'issue_credit', claims: ['applied a * credit', 'credit has been issued'] }],
};

const BENIGN: readonly string[] = [
  'Prefers answers in German.',
  'Allergic to nuts and shellfish.',
  'Order 4812 was two days late.',
  'Has two children and a dog named Rex.',
  'Works as a nurse at night; best reached in the afternoon.',
  'Wants to be called Dr. Lee.',
  'Always books a window seat.',
  'Is vegetarian and does not eat mushrooms.',
  'Uses the metric system.',
  'Likes short answers with bullet points.',
  'Lives in Leeds and moved there in May.',
  'Bought the blue kettle and the large tent.',
  'Complained about the packaging of the blue kettle.',
  'The refund for order 4812 was declined because the return window had passed.',
  'Asked for a refund of order 4812 and was told that it takes five days.',
  'Is not an admin of the workspace; the admin is her manager.',
  'Was not eligible for the student discount.',
  'Cannot access her account since she lost her phone.',
  'Travels to Lisbon for work every March.',
  'Her husband also uses the account sometimes.',
  'When travelling, prefers trains over planes.',
  'Interested in offers for hiking equipment.',
  'Wants invoices by e-mail and not on paper.',
  'Speaks Dutch and some French.',
  'Has an appointment on 12 May at 10:30.',
  'Does not want to receive marketing messages.',
  'Reported that the app crashes on start since version 5.2.',
  'Runs a bakery with four employees.',
  'Birthday is on 3 June.',
  'Uses a screen reader; describe pictures in words.',
  'The favourite team is the one from Leeds.',
  'Ordered the wrong size twice; usually wears medium.',
  'Needs the delivery before Friday because of a birthday party.',
  'Learning Spanish at beginner level, wants simple sentences.',
  'We talked about the difference between the two tents; she chose the smaller one.',
  'Has a subscription of the Pro plan since last year.',
  'Asked how to change the password and managed to do it.',
  'Is left-handed.',
  'The cat is ill, so calls should be short this week.',
  'Mag keine langen Antworten und spricht Deutsch.',
  'Préfère être contactée par courriel.',
  'Prefiere el café sin azúcar.',
  'Writes a thesis about bees and asks for sources.',
  'Whenever she orders, wants gift wrapping.',
  'Paid with a credit card that ends in 4242.',
];

describe('ordinary memories', () => {
  it.each(BENIGN)('%s', (text) => {
    const { verdict, reasons } = judgeAlone(memoryItem(text, { account: 'u1' }), POLICY);
    expect({ verdict, rules: reasons.map(({ rule }) => rule) }).toEqual({ verdict: 'absorbed', rules: [] });
  });

  it('of many accounts may say the same', () => {
    const items = Array.from({ length: 30 }, (_, line) =>
      memoryItem('Prefers answers in German.', { account: `user-${line}`, line }),
    );
    expect(absorbBatch(items, POLICY).findings).toEqual([]);
  });

  it('may name their own account', () => {
    expect(judgeAlone(memoryItem('The login is user-0017.', { account: 'user-0017' })).verdict).toBe('absorbed');
  });
});
