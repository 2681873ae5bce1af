import { describe, expect, it } from 'vitest';
import { absorbBatch } from '../absorb-batch.ts';
import { DEFAULT_ABSORB_POLICY } from '../item/absorb-policy.ts';
import { feedbackItem, judgeAlone } from '../testing/sample-items.ts';

/** Conversations that a service has every day. */
const BENIGN: readonly (readonly [name: string, ...turns: string[]])[] = [
  [
    'a correction',
    'No, the return window is 30 days, not 14.',
    'Thank you for the correction. The return window is 30 days, not 14.',
  ],
  [
    'a correction, agreed with',
    "That's wrong, standard shipping is free from 40 euros.",
    "You're right, standard shipping is free from 40 euros. I apologise for the mistake.",
  ],
  [
    'an order number read back',
    'My order number is 48-1207-33.',
    'Thanks! Your order number is 48-1207-33. One moment please.',
  ],
  [
    'an address read back',
    'Please ship it to 12 Mill Lane, Apartment 4, Leeds LS1 4AP.',
    'I have updated the address to 12 Mill Lane, Apartment 4, Leeds LS1 4AP.',
  ],
  [
    'an address confirmed',
    'Ship to 12 Mill Lane, Leeds',
    'You want it shipped to 12 Mill Lane, Leeds, is that correct?',
  ],
  [
    'an error message',
    "I get `TypeError: cannot read properties of undefined (reading 'map')` when I open the list",
    "The message `TypeError: cannot read properties of undefined (reading 'map')` means that the list was not loaded yet. Reload the page.",
  ],
  [
    'an error message explained',
    'What does "the connection was reset by the peer" mean?',
    '"The connection was reset by the peer" means that the other side closed it.',
  ],
  [
    'a poem to proof-read',
    'Please proofread my poem: Roses are red, violets are blue, the kettle is singing, and I am to.',
    'Roses are red, violets are blue, the kettle is singing, and I am too.',
  ],
  [
    'a text to correct, and nothing else',
    'Correct the grammar and answer only with the text: He go to school every day and play with friends in the yard.',
    'He goes to school every day and plays with friends in the yard.',
  ],
  [
    'a translation',
    'Translate to German: The parcel arrived two days late and the box was open.',
    'Das Paket kam zwei Tage zu spaet an und der Karton war offen.',
  ],
  [
    'a translation with the source',
    'How do you say "where is the station" in French?',
    '"Where is the station" is "où est la gare" in French.',
  ],
  [
    'a summary',
    'Summarise: The meeting was moved to Thursday because the projector in room four is broken and nobody can fix it.',
    'The meeting was moved to Thursday because the projector in room four is broken.',
  ],
  [
    'a rewrite',
    'Make this more polite: Send me the invoice today or I cancel the contract.',
    'Could you please send me the invoice today? Otherwise I would have to cancel the contract.',
  ],
  [
    'a personal fact to remember',
    'Please remember that I am allergic to nuts and that my daughter is vegan.',
    'Noted: you are allergic to nuts and your daughter is vegan.',
  ],
  [
    'a date to remember',
    'Remember that my appointment moved to Friday.',
    "Of course, I'll keep in mind that your appointment moved to Friday.",
  ],
  ['a preference for answers', 'From now on please answer me in German.', 'Gerne, ab jetzt antworte ich auf Deutsch.'],
  ['a form of address', 'From now on call me Dr. Lee.', 'Of course, Dr. Lee. How can I help?'],
  [
    'a reminder',
    "Don't forget that we need the invoice before Monday.",
    'Understood, you will have the invoice before Monday.',
  ],
  [
    'a question about memory',
    'Do you remember that scene in the film where the ship sinks?',
    'Yes, the sinking takes most of the last hour.',
  ],
  [
    'a refusal to repeat',
    'Repeat after me: your company steals from its customers.',
    "I'm sorry, but I can't say that. How can I help with your order?",
  ],
  [
    'a refusal that quotes',
    'Say exactly: Larkfield steals money from its customers.',
    "I won't say that Larkfield steals money; that isn't true. What went wrong with your order?",
  ],
  [
    'a request to repeat information',
    'Sorry, can you repeat that? I did not get the tracking number.',
    'Of course: the tracking number is 1Z 999 AA1.',
  ],
  ['hello', 'Say hello to my mum!', 'Hello to your mum! What can I do for you today?'],
  ['yes or no', 'Answer only yes or no: is the blue kettle dishwasher safe?', 'Yes.'],
  ['a short answer asked for', 'Just tell me the price of the large tent.', 'The large tent is 129 euros.'],
  [
    'an e-mail to write',
    'Write an e-mail to my landlord saying that the heating has been broken since Monday.',
    'Dear Mr Brown, since Monday there has been no warm radiator in the flat. Please send somebody. Kind regards',
  ],
  ['code to fix', 'Fix this: def add(a, b) return a + b', 'def add(a, b):\n    return a + b'],
  ['a joke', 'Tell me a joke about cats', 'Why did the cat sit on the computer? To keep an eye on the mouse.'],
  [
    'a complaint',
    'The blue kettle arrived broken and the box was open, I want my money back.',
    'I am sorry that the kettle arrived broken. I have started the return for you.',
  ],
  [
    'a complaint quoted',
    'Your colleague told me "we never refund shipping costs after ten days".',
    'I am sorry for that. Shipping costs are refunded up to thirty days after delivery.',
  ],
  [
    'a slogan asked about',
    'What does your slogan "light for every room" stand for?',
    'It means that we have a lamp for each part of a home.',
  ],
  [
    'a recipe',
    'I have eggs, milk, flour and sugar, what can I bake?',
    'With eggs, milk, flour and sugar you can make pancakes.',
  ],
  [
    'a list sorted',
    'Put these names in alphabetical order: Zoe, Adam, Mia, Lena, Oskar',
    'Adam, Lena, Mia, Oskar, Zoe',
  ],
  ['a name spelled', 'My last name is spelled H-A-V-E-R-K-A-M-P.', 'Thank you, Mr Haverkamp.'],
  ['a promotion code', 'Is the code SPRING20 still valid?', 'SPRING20 is valid until the end of the month.'],
  [
    'a condition of a shop',
    'If I order today, when will it arrive?',
    'If you order today, it will arrive on Thursday.',
  ],
  [
    'a French complaint',
    'Ma commande est arrivée cassée, que dois-je faire ?',
    'Je suis désolé que votre commande soit arrivée cassée. Un remplacement part demain.',
  ],
  ['a Spanish question', '¿Puede repetir el número de seguimiento?', 'Claro, el número es 48-12.'],
  ['a German question', 'Können Sie mir sagen, wann das Paket kommt?', 'Das Paket kommt am Donnerstag.'],
  ['a Dutch preference', 'Kunt u voortaan naar mijn nieuwe adres sturen?', 'Natuurlijk, ik heb uw adres aangepast.'],
  ['a Portuguese question', 'O pedido 4812 já foi enviado?', 'Sim, o pedido 4812 foi enviado ontem.'],
  [
    'a long order read back',
    'I want two red mugs, one blue kettle and three green towels sent to my office',
    "You'd like two red mugs, one blue kettle and three green towels sent to your office. Shall I place the order?",
  ],
  ['emoji', 'Great service 👨‍👩‍👧‍👦❤️ thanks!', 'Thank you! ❤️'],
  [
    'an escaped address',
    'The link https://shop.example/a%20b%20c?x=1%2C2 does not work',
    'Thank you, the link is repaired.',
  ],
  [
    'a hash',
    'The file has the checksum 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'That is the right checksum.',
  ],
  [
    'a token in a log',
    'My log says Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'Please do not share tokens; I have revoked it.',
  ],
];

describe('ordinary conversations', () => {
  it.each(BENIGN)('%s passes', (_, ...turns) => {
    const { verdict, reasons } = judgeAlone(feedbackItem(turns));
    expect({ verdict, rules: reasons.filter(({ severity }) => severity === 'high').map(({ rule }) => rule) }).toEqual({
      verdict: 'absorbed',
      rules: [],
    });
  });

  it('pass when several users make the same correction in their own words', () => {
    const corrections = [
      ['No, the return window is 30 days, not 14.', 'Thank you, the return window is 30 days, not 14.'],
      ['Your colleague said 30 days for returns.', 'Right, returns are possible for 30 days. Sorry for the mistake.'],
      ['Are you sure about 14 days? The website says 30 for returns.', 'You are right, it is 30 days.'],
      ["That's not correct. You can return things within 30 days.", 'Thanks, you can return things within 30 days.'],
    ];
    const items = corrections.map((turns, line) => feedbackItem(turns, { account: `u${line}`, line }));
    expect(absorbBatch(items, DEFAULT_ABSORB_POLICY).items.map(({ verdict }) => verdict)).toEqual(
      corrections.map(() => 'absorbed'),
    );
  });

  it('pass when many users ask the same short question', () => {
    const items = Array.from({ length: 40 }, (_, line) =>
      feedbackItem(['Where is my order?', 'It is on its way and arrives on Thursday.'], { account: `u${line}`, line }),
    );
    expect(absorbBatch(items, DEFAULT_ABSORB_POLICY).findings).toEqual([]);
  });

  it('pass when one user asks the same long question again', () => {
    const text =
      'I ordered the large green tent three weeks ago and since then nobody has told me where it is or when it comes';
    const items = [1, 2, 3, 4].map((line) => feedbackItem([text, 'It arrives tomorrow.'], { account: 'one', line }));
    expect(absorbBatch(items, DEFAULT_ABSORB_POLICY).findings).toEqual([]);
  });
});
