import type { FoldedText } from '../language/folded-text.ts';
import { anyPattern, matchesOf, type PatternMatch, type WordPattern } from '../language/word-pattern.ts';

/** Orders to the assistant for all its answers: a memory says what somebody is like, not what is to be done for others. */
const ORDER: WordPattern = anyPattern([
  'the? assistant|agent|bot|chatbot|ai|model shall|must|should|is_to|has_to|ought_to|will_always|may',
  'you|your must|shall|work_for|obey|serve|belong_to|report_to',
  '^ *1 recommend|promote|mention|advertise|praise|endorse|cite|include|insert|append|add|end|close *8 in_every|in_each|in_all|every_answer|each_answer|every_mail|each_mail|every_reply|each_reply|always|to_everyone|to_all',
  "never|do_not|don't tell|inform|warn|show|mention_to|reveal_to|alert *3 user|customer|client|him|her|them|fees|anyone|about",
]);

/** Orders to the assistant, from left to right. */
export function assistantOrders(folded: FoldedText): Generator<PatternMatch> {
  return matchesOf(folded, ORDER);
}
