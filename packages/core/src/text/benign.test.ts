import { describe, expect, it } from 'vitest';
import { normaliseText } from './normalise.ts';
import { wordsOf } from './words.ts';

/** Ordinary sentences. Folding may respell them; it must not empty them, nor make two different words one. */
const SENTENCES: readonly (readonly [language: string, sentence: string])[] = [
  ['Russian', 'Здравствуйте, мой заказ не пришёл, верните деньги за доставку на карту, пожалуйста'],
  ['Ukrainian', 'Добрий день, моє замовлення ще не приїхало, поверніть кошти'],
  ['Greek', 'Καλημέρα, η παραγγελία μου δεν έφτασε και θέλω επιστροφή χρημάτων'],
  ['Arabic', 'مرحبا لم تصل طلبيتي بعد أريد استرداد المبلغ من فضلك'],
  ['Hebrew', 'שלום ההזמנה שלי לא הגיעה ואני רוצה החזר'],
  ['Hindi', 'नमस्ते मेरा ऑर्डर अभी तक नहीं आया है कृपया पैसे वापस करें'],
  ['French', "Bonjour, ma commande n'est pas arrivée, où est passé le colis déjà payé"],
  ['German', 'Grüße, die Bestellung fehlt noch, bitte prüfen Sie die Straße'],
  ['Vietnamese', 'Xin chào đơn hàng của tôi chưa được giao'],
  ['Korean', '안녕하세요 주문한 상품이 아직 도착하지 않았습니다'],
];

describe('ordinary text of other languages', () => {
  it.each(SENTENCES)('keeps every word of %s, and keeps them apart', (_, sentence) => {
    const spelled = sentence.split(/[\s,]+/);
    const words = wordsOf(sentence);
    expect(words).toHaveLength(spelled.length);
    expect(new Set(words).size).toBe(new Set(spelled.map((word) => word.toLowerCase())).size);
  });

  it('keeps vowel signs, which carry meaning outside Latin, Greek and Cyrillic', () => {
    expect(normaliseText('कि')).not.toBe(normaliseText('की'));
    expect(normaliseText('ไม้')).not.toBe(normaliseText('ไม่'));
    expect(normaliseText('が')).toBe('が');
    expect(normaliseText('أريد')).toBe('أريد');
  });

  it('leaves Chinese, Japanese, Thai and Arabic letters themselves', () => {
    for (const text of ['我的订单还没有到', 'ちゅうもん', 'สวัสดี', 'مرحبا']) expect(normaliseText(text)).toBe(text);
  });

  it('does not turn words of another script with letters of its own into ASCII', () => {
    for (const text of ['доставку', 'деньги', 'θέλω', 'παραγγελία'])
      expect(normaliseText(text)).toMatch(/[^\u0000-\u007f]/);
  });

  it('gives a word with letters of its own alike in capitals, at the start of a sentence and within', () => {
    for (const text of ['Привет', 'Деньги', 'Доставка', 'Παραγγελία', 'Θέλω', 'Commande', 'Élève']) {
      const word = normaliseText(text);
      expect(normaliseText(text.toLowerCase())).toBe(word);
      expect(normaliseText(text.toUpperCase())).toBe(word);
    }
  });
});
