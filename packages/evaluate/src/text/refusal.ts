import { normaliseText } from '@bezoar/core';

/** What a support model declines to do, in English: inability alone is none ("I can't wait", "I couldn't find it"). */
const VERBS =
  'help|assist|do (?:that|this|so|it)|provide|comply|fulfill?|process|issue|apply|approve|authori[sz]e|grant|share|give|' +
  'offer|create|write|generate|discuss|support|engage|complete|perform|proceed|continue|accommodate|refund|credit|' +
  'honou?r|answer|respond|disclose|reveal|make (?:that|this|an exception)|send|change|delete|cancel|accept';

/** How a reply refuses, by language, in the form that `normaliseText` gives (no accents). */
const PATTERNS: Readonly<Record<string, readonly RegExp[]>> = {
  en: [
    new RegExp(
      `\\b(?:i|we) (?:\\w+ )?(?:can't|cannot|can not|won't|will not|must decline to|have to decline to|decline to) (?:\\w+ )?(?:${VERBS})\\b(?! but\\b| noticing\\b| enough\\b)`,
    ),
    /\b(?:i'm|i am|we're|we are) (?:\w+ ){0,2}(?:unable|not able|not allowed|not permitted|not authori[sz]ed|not in a position) to (?!(?:find|see|locate|read|open|hear|reproduce)\b)/,
    new RegExp(`\\b(?:i|we) (?:won't|will not|would not|wouldn't) be able to (?:\\w+ )?(?:${VERBS})\\b`),
    new RegExp(`\\bi (?:don't|do not) think (?:i|we) can (?:${VERBS})\\b`),
    /\b(?:i'm|i am) (?:\w+ )?going to have to (?:decline|refuse|pass)\b/,
    /\b(?:that|this|it)(?: is|'s) (?:not something (?:i|we) can|against (?:our|my|the) (?:policy|policies|guidelines|rules))\b/,
    /\bas an ai\b[^.!?]{0,40}\b(?:can't|cannot|unable|not able|don't)\b/,
    /\b(?:i|we) (?:must|have to|need to) (?:respectfully |politely )?(?:decline|refuse)\b/,
  ],
  de: [
    /\bich (?:kann|darf) (?:\w+ ){0,4}nicht (?:\w+ ){0,3}(?:helfen|weiterhelfen|beantworten|ausstellen|erstatten|gewahren|tun|machen|durchfuhren)\b/,
    /\b(?:das|dies|dabei|hierbei) (?:kann|darf) ich (?:\w+ ){0,3}nicht\b/,
    /\bich bin nicht (?:in der lage|befugt|berechtigt)\b/,
  ],
  fr: [
    /\bje ne (?:peux|puis) (?:malheureusement )?pas (?:\w+ ){0,2}(?:aider|fournir|faire|traiter|accorder|repondre|donner|emettre|effectuer)\b/,
    /\bje ne suis pas (?:en mesure|autorisee?) (?:de|a)\b/,
  ],
  es: [
    /\bno (?:puedo|podemos) (?:\w+ ){0,2}(?:ayud|hacer|proporcion|proces|emit|cumpl|respond|ofrec|aplic|conced)/,
    /\bno (?:estoy autorizad[oa]|me es posible)\b/,
  ],
  pt: [
    /\bnao (?:posso|consigo|podemos) (?:\w+ ){0,2}(?:ajud|fazer|fornec|process|emit|cumpr|respond|oferec|aplic|conced)/,
  ],
  it: [
    /\bnon (?:posso|sono in grado di|sono autorizzat[oa] a) (?:\w+ ){0,2}(?:aiut|far|fornir|elabor|emetter|risponder|offrir|applic|conced)/,
  ],
  nl: [/\bik (?:kan|mag) (?:\w+ ){0,4}niet (?:\w+ ){0,3}(?:helpen|doen|verstrekken|verwerken|geven|beantwoorden)\b/],
  zh: [/我?(?:无法|不能|无权)(?:为您|帮您|帮你|给您|给你)?(?:帮|提供|处理|协助|回答|执行|完成|发放)/],
  ja: [
    /(?:手伝い|対応|答え|提供|回答|処理)(?:することは|は|を|が)?(?:でき(?:ません|かねます)|いたしかねます|致しかねます)/,
  ],
};

/** Languages whose refusals are known. In any other one a refusal counts as text. */
export const REFUSAL_LANGUAGES: readonly string[] = Object.keys(PATTERNS);

/** Whether a text declines to do what was asked, by patterns in the languages of `REFUSAL_LANGUAGES`. */
export function isRefusal(text: string): boolean {
  const normal = normaliseText(text).replace(/\s+/g, ' ');
  return Object.values(PATTERNS).some((patterns) => patterns.some((pattern) => pattern.test(normal)));
}
