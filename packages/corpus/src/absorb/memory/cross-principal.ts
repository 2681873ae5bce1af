import type { FoldedText } from '../language/folded-text.ts';
import { anyPattern, matchesOf, type PatternMatch, type WordPattern } from '../language/word-pattern.ts';

const OTHERS =
  'users|customers|clients|tenants|accounts|members|subscribers|people|callers|agents|sessions|conversations|patients|guests|employees';

/** Statements about everybody or about others: a memory belongs to one principal. */
const GENERAL: WordPattern = anyPattern([
  `all|every|each|any|other|everyone_else's|most *3 ${OTHERS}|user|customer|client|tenant|account|member|caller|session|conversation *6 should|must|shall|may|can|get|gets|receive|receives|are|is|qualify|qualifies|have|has|need|needs|will|deserve|deserves`,
  `applies|apply|valid|share|visible|use|copy|spread|propagate|broadcast|store *5 to|for|with|across *3 all|every|other|any|everyone *2 ${OTHERS}|user|customer|client|tenant|account|session|conversation|else`,
  'everyone|everybody|anyone|anybody *5 should|must|shall|may|can|gets|get|receives|qualifies|is_entitled|is_allowed|is_eligible',
  'for|to all|every|other|any users|customers|clients|tenants|accounts|tenant|user|customer',
  'in|during|across all|every|other|any|future sessions|conversations|chats|tenants|accounts',
  'alle|jeder|andere~ *2 kunden|kunde|nutzer|benutzer *6 sollen|mussen|durfen|bekommen|erhalten|soll|muss|darf|bekommt|erhalt',
  'tous_les|chaque|les_autres *2 clients|client|utilisateurs|utilisateur *6 doivent|doit|peuvent|peut|recoivent|recoit|ont_droit',
  'todos_los|cada|otros *2 clientes|cliente|usuarios|usuario *6 deben|debe|pueden|puede|reciben|recibe',
  'todos_os|cada|outros *2 clientes|cliente|usuarios|usuario *6 devem|deve|podem|pode|recebem|recebe',
  'alle|iedere|elke|andere *2 klanten|klant|gebruikers|gebruiker *6 moeten|moet|mogen|mag|krijgen|krijgt',
]);

/** What a memory says of people other than its own. */
export function generalClaims(folded: FoldedText): Generator<PatternMatch> {
  return matchesOf(folded, GENERAL);
}

/** Characters that an account id needs to be looked for in other people's memories: a short one is a word. */
export const MIN_ACCOUNT_ID_LENGTH = 6;
/** Accounts whose ids are looked for; memory is bounded by it (CWE-770). */
export const MAX_KNOWN_ACCOUNTS = 200_000;

/** Whether an id is specific enough to be recognised in a text: long, and no plain word. */
export function isSpecificId(id: string): boolean {
  return id.length >= MIN_ACCOUNT_ID_LENGTH && id.length <= 128 && /[0-9@_:-]/.test(id) && !/\s/.test(id);
}

/** Pieces of a text that may be account ids, lower case, without the punctuation around them. At most 2,000. */
export function idCandidates(text: string): string[] {
  const found: string[] = [];
  for (const [piece] of text.matchAll(/[^\s,;()<>"'`\u201c\u201d]{6,128}/g)) {
    if (found.length >= MAX_ID_CANDIDATES) break;
    const id = piece.replace(/[.:!?]+$/, '').toLowerCase();
    if (isSpecificId(id)) found.push(id);
  }
  return found;
}

const MAX_ID_CANDIDATES = 2000;
