import { type FoldedText, squeezedLetters } from './folded-text.ts';
import { anyPattern, matchesOf, type PatternMatch, type WordPattern } from './word-pattern.ts';

/** Orders to drop what the operator said: the oldest wording of prompt injection, in several languages. */
const OVERRIDE: WordPattern = anyPattern([
  'ignore|disregard|forget|override|overrule|bypass|discard|neglect|drop|cancel|abandon|dismiss|set_aside|pay_no_attention_to|do_not_follow|stop_following|erase *4 previous|prior|above|earlier|preceding|former|foregoing|original|initial|existing|system|your|any|all|other|everything|what *4 instruction|instructions|prompt|prompts|directions|directive|directives|rules|guidelines|commands|orders|guardrails|constraints|restrictions|programming|told|said_before|context_above',
  'ignore|disregard|forget *2 everything|anything|all|what *2 above|before|previously|you_were_told|you_know|you_have_been_told|came_before|was_said|i_said|up_to_now',
  'your *3 prior|previous|earlier|original|old|former|initial *1 instructions|directives|rules|prompt|orders|guidelines|programming *4 no_longer|are_void|are_invalid|do_not_apply|do_not_count|are_cancelled|are_revoked|have_expired|were_a_test',
  'everything|anything|all|whatever *3 above|before_this|until_now|so_far *8 thrown_away|ignored|discarded|void|a_test|a_joke|not_count|forgotten|obsolete|irrelevant|invalid',
  'ignore|disregard|drop|forget|stop_following|stop_obeying|break *4 rules|instructions|orders|what|everything *3 you_were_given|you_were_told|you_got|makers|operator|operators|developer|developers|owner|creators *3',
  'you_are|you_re|be *3 dan|unrestricted|unfiltered|jailbroken|no_limits|no_rules|without_limits|without_rules|free_of_rules|free_of_limits|and_have_no_limits|and_have_no_rules',
  'new|updated|real|actual|true|revised|special|secret|hidden|override|priority *1 instructions|instruction|directive|directives|orders|task|objective *1 for_you|for_the_assistant|for_the_ai|for_the_model|follow|supersede|override',
  'developer|admin|dan|god|jailbreak|unrestricted|sudo|root *1 mode *2 enabled|activated|on|active|engaged|unlocked|now',
  'you_are_now|you_re_now|act_as|pretend_to_be|become|roleplay_as|behave_as|you_will_act_as *4 dan|unrestricted|unfiltered|jailbroken|uncensored|evil|developer_mode|different_ai|another_ai|new_ai|ai_without|assistant_without|model_without|bot_without|assistant_named|ai_named|ai_called|assistant_called',
  'ignorier~|vergiss|missachte|vergessen_sie|verwirf *4 alle|vorherige~|bisherige~|obige~|vorigen|vorangegangene~|deine *3 anweisung~|regeln|instruktionen|befehle|vorgaben|aufforderung~',
  "ignore|ignorez|oublie|oubliez|ne_tiens_pas_compte *4 toutes|les|tes|vos|des *3 instructions|consignes|regles|directives *2 precedentes|anterieures|ci_dessus|d'avant",
  'ignore|ignora|ignoren|olvida|olvide|descarta *4 todas|las|tus|sus *3 instrucciones|ordenes|reglas|indicaciones *2 anteriores|previas|de_arriba',
  'ignore|esqueca|desconsidere|ignora|descarte *4 todas|as|suas|tuas|quaisquer *3 instrucoes|ordens|regras|diretrizes *2 anteriores|previas|acima',
  'negeer|vergeet *4 alle|vorige|eerdere|bovenstaande|voorgaande|je *3 instructies|opdrachten|regels|aanwijzingen',
  'ignora|dimentica|trascura *4 tutte|le|tue *3 istruzioni|regole|indicazioni *2 precedenti',
  '\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443~|\u0437\u0430\u0431\u0443\u0434\u044c~ *4 \u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446~|\u0443\u043a\u0430\u0437\u0430\u043d\u0438~|\u043f\u0440\u0430\u0432\u0438\u043b\u0430',
  '\u5ffd_\u7565 *8 \u6307_\u4ee4|\u6307_\u793a|\u63d0_\u793a',
]);

const SQUEEZED =
  /(?:ignore|disregard|forget|override|bypass)(?:all|any|the|my|your|of|these|those){0,4}(?:previous|prior|above|earlier|system|preceding)(?:system)?(?:instruction|prompt|rule|direction|guideline|message)/;

/** Orders to drop earlier instructions, from left to right. */
export function* overridesIn(folded: FoldedText): Generator<PatternMatch> {
  yield* matchesOf(folded, OVERRIDE);
  // With sentence ends taken out: "Ignore. All. Previous. Instructions."
  const letters = squeezedLetters(folded) ?? (isChopped(folded) ? folded.words.join('') : undefined);
  if (letters !== undefined && SQUEEZED.test(letters)) {
    yield { from: 0, to: folded.joined.length, span: { start: 0, end: Math.min(folded.raw.length, 160) } };
  }
}

/** Whether a text ends a sentence after nearly every word. */
function isChopped({ joined }: FoldedText): boolean {
  return /(?:(?<= )[^ |]+ \| ){4}/.test(joined);
}
