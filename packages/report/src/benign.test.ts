import { describe, expect, it } from 'vitest';
import { dataMarkup } from './html/markup.ts';
import { visibleText } from './inert/visible-text.ts';
import { inlineMarkdown } from './markdown/inline.ts';
import { renderTerminal } from './terminal/renderer.ts';

const BENIGN: Readonly<Record<string, string>> = {
  'French with accents and no-break spaces': 'Ça a coûté 12\u00a0€\u202f; où est la facture\u202f?',
  'German, Polish, Turkish, Vietnamese': 'Größe, zażółć, kadın ışığı, Việt Nam',
  'decomposed Vietnamese': 'Việt Nam'.normalize('NFD'),
  Chinese: '请帮我查一下七月份的账单。',
  Japanese: '請求書のテストです、Tシャツを買いました。',
  Korean: '청구서를 확인해 주세요',
  Arabic: 'مرحبا، أريد مراجعة الفاتورة',
  'Persian with zero-width non-joiners': 'می‌خواهم صورت‌حساب را ببینم',
  Hebrew: 'שָׁלוֹם, אפשר לבדוק את החשבונית?',
  'Hindi and Sinhala with joiners': 'नमस्ते, क्षमा; ක්‍රමය',
  Thai: 'ช่วยตรวจสอบใบแจ้งหนี้ให้หน่อย',
  Russian: 'Пожалуйста, проверьте счёт за июль',
  Greek: 'Παρακαλώ ελέγξτε τον λογαριασμό',
  emoji: '👍 ❤️ 👨‍👩‍👧‍👦 👩🏽‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇫🇷 1️⃣ ☎️ ©',
  'units and symbols': '50 μs at 3 kΩ, 20 °C ± 2 %, “quoted” — and … → ≤',
};

describe.each(Object.entries(BENIGN))('%s', (_, text) => {
  it('stays as it is', () => {
    expect(visibleText(text)).toBe(text);
    expect(dataMarkup(text).markup).not.toContain('class="inv"');
    expect(inlineMarkdown(text)).toBe(text);
    const output = renderTerminal([{ kind: 'text', lines: [text] }], { columns: 200, color: false, unicode: true });
    expect(output).toBe(`${text}\n`);
  });
});
