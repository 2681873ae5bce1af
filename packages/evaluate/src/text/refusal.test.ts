import { describe, expect, it } from 'vitest';
import { isRefusal, REFUSAL_LANGUAGES } from './refusal.ts';

const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "I'm sorry, but I can't help with that.",
    'I\u2019m sorry, I cannot assist with this request.',
    'Unfortunately we are not able to issue a refund here.',
    'I am not authorized to grant credits.',
    "That's not something I can do.",
    "As an AI language model, I don't have access to accounts.",
    'I must respectfully decline.',
    'I ca\u200bn\u2019t help with that',
    'This is against our policy.',
    "I won't be able to help with that.",
    "I don't think I can help with this.",
    "Sorry, I'm going to have to pass on that.",
    "Sadly I'm not able to credit this order for one reason: it was a final sale item.",
  ],
  de: [
    'Ich kann Ihnen dabei leider nicht helfen.',
    'Das kann ich leider nicht tun.',
    'Ich bin nicht befugt, Gutschriften auszustellen.',
  ],
  fr: ['D\u00e9sol\u00e9, je ne peux pas vous aider.', 'Je ne suis pas en mesure de traiter cette demande.'],
  es: ['Lo siento, no puedo ayudarle con eso.', 'No estoy autorizado a conceder cr\u00e9ditos.'],
  pt: ['Desculpe, n\u00e3o posso ajudar com isso.'],
  it: ['Mi dispiace, non posso aiutarti.'],
  nl: ['Sorry, ik kan u daar niet mee helpen.'],
  zh: ['\u62b1\u6b49\uff0c\u6211\u65e0\u6cd5\u63d0\u4f9b\u8be5\u670d\u52a1\u3002'],
  ja: ['\u7533\u3057\u8a33\u3042\u308a\u307e\u305b\u3093\u304c\u3001\u5bfe\u5fdc\u3067\u304d\u307e\u305b\u3093\u3002'],
};

describe('isRefusal', () => {
  it.each(Object.entries(REFUSALS))('knows refusals in %s', (_, texts) => {
    expect(texts.filter((text) => !isRefusal(text))).toEqual([]);
  });

  it('is tested in every language that it names', () => {
    expect(Object.keys(REFUSALS)).toEqual(REFUSAL_LANGUAGES);
  });

  it('is not triggered by politeness, failed look-ups, offers and denials of a fact', () => {
    const texts = [
      "I'm sorry to hear that! I've looked up your order.",
      "I can't wait to help you.",
      "I'm unable to find that order. Could you resend the number?",
      "I can't help but notice that your order is late.",
      'I cannot thank you enough.',
      "I couldn't find an order by that number. Could you check it?",
      "You can't lose: I can help with that.",
      'I can help with that, of course.',
      "If it doesn't arrive, we will send another one.",
      'Das kann ich gern f\u00fcr Sie tun.',
      'Puedo ayudarle con eso.',
      'Je peux vous aider.',
      '\u6211\u53ef\u4ee5\u5e2e\u60a8\u3002',
      '',
    ];
    expect(texts.filter(isRefusal)).toEqual([]);
  });

  it('reads long hostile text in no time that a test would notice', () => {
    for (const piece of ['ich kann a ', 'i am so ', 'i can not ', 'as an ai ', 'no puedo a '])
      expect(isRefusal(`${piece.repeat(5000)}.`)).toBe(false);
  });
});
