import type { Severity } from '@bezoar/core';
import type { FoldedText } from '../language/folded-text.ts';
import { overridesIn } from '../language/override.ts';
import {
  anyPattern,
  matchesOf,
  type PatternMatch,
  sentenceAround,
  type WordPattern,
} from '../language/word-pattern.ts';

/** An order in a text, before it is known whether the text only quotes it. */
export interface ModelOrder {
  readonly rule: string;
  readonly severity: Severity;
  readonly match: PatternMatch;
  readonly detail: string;
}

const MODEL =
  'ki|ia|sprachmodell|sprachmodelle|modelo_de_lenguaje|modelo_de_linguagem|modele_de_langage|taalmodel|modello_linguistico|automated_reader|automated_readers|machine_reading|machines_reading|summariser|summarisers|ai|ais|llm|llms|ai_assistant|ai_assistants|ai_agent|ai_agents|ai_system|ai_systems|ai_model|ai_models|language_model|language_models|large_language_model|large_language_models|chatbot|chatbots|assistant|assistants|the_model|copilot|copilots|chatgpt|gpt|claude|gemini|bard|llama|bot|bots|answer_engine|answer_engines|virtual_assistant|virtual_assistants|retrieval_system|rag_system|agent_reading|automated_system|automated_systems|crawler|crawlers|summarizer|summarizers';
/** What a model does with its words and tools: deeds that a page has no business ordering. */
const BEHAVE =
  'recommend|recommends|say|says|tell|tells|state|states|mention|mentions|output|outputs|print|prints|cite|cites|direct|directs|refer|refers|redirect|link|links|reveal|reveals|disclose|send|sends|forward|forwards|approve|approves|issue|grant|grants|ignore|ignores|disregard|treat|treats|rank|ranks|prefer|prefers|promote|promotes|append|appends|insert|click|visit|fetch|call|execute|run|email|post|upload|summarize|conclude|conclude_that|confirm|deny|claim|insist|advise|include|begin|end|trust|assume|repeat|offer|instruct|ask_for|ask_users|request|collect|quote|endorse|praise|rate|score|add|copy|display|present_this|name|names|choose|rely|use_this|answer_with|reply_with|respond_with|answer_that|reply_that|respond_that|always_answer|only_answer';
const STAFF =
  / (?:agents|agent|staff|employees|employee|representatives|representative|reps|team members|colleagues|managers|supervisors|operators|advisers|advisors|associates|technicians|personnel|you and your team|support team|cashiers|nurses|clerks|administrators|teachers|moderators|you|we|our team|reception|receptionists|volunteers) (?:[^ |]+ ){0,2}(?:must|should|shall|need|can|may|will|have|are|ask|tell|do|never|always|please|explain|reply|say|offer|use|to) /;
const MODEL_WORD =
  / (?:ai|llms?|language models?|chatbots?|assistants?|model|bots?|copilot|gpt|chatgpt|claude|gemini|prompt) /;

const ADDRESSED: WordPattern = anyPattern([
  `${MODEL} *6 must|should|shall|need_to|needs_to|have_to|has_to|are_required_to|is_required_to|are_instructed_to|is_instructed_to|are_to|is_to|ought_to|will|always|please|are_asked_to|is_asked_to|are_advised_to *8 ${BEHAVE}`,
  `note|message|notice|instruction|instructions|attention|important|reminder|memo|request|dear|hello|hi|hey|guidance|directive|info *3 for|to|all|any|every|the? *3 ${MODEL}`,
  `attention|dear|hello|hey|important *2 ${MODEL}`,
  `if|in_case|since|because|as you_are|you're|are_you|you_re *3 a|an|the *5 ai|llm|language_model|large_language_model|assistant|chatbot|bot|model|automated_system|agent_reading|crawler`,
  `if *3 this|page|document|text *5 read|processed|retrieved|summarized|summarised|parsed|ingested|indexed *3 by *4 ${MODEL}`,
  `when|whenever|while|before *3 summarizing|summarising|answering|responding|reading|processing|retrieving|quoting|citing|ranking|reviewing|evaluating *4 this|the|about|any|a|from *6 document|page|text|article|question|questions|content|resume|cv|paper|listing|email|message *10 ${BEHAVE}`,
  `^ assistant|ai|chatbot|model|bot|chatgpt|claude|copilot *2 always|never|you_must|you_should|you_will|please_always|please_tell|please_say|ignore|say|tell|recommend|respond_with|answer_with|reply_with`,
  `whoever|whatever|anyone_who|any_system_that|any_tool_that|systems_that|tools_that|if_you *2 summari~|reads|read|retrieves|retrieve|indexes|quotes|quote|processes|process|parses *6 must|has_to|have_to|should|shall|needs_to|need_to|is_asked_to|are_asked_to|will *6 ${BEHAVE}`,
  `to|for|an|at *1 machine|machines|robot|robots|automated_readers|automated_reader|automated_systems|summariser|summarizer|language_models|ais *4 only|reading|that_reads|who_read|processing`,
  'bitte|beachte|hinweis|achtung *3 als|an|fur *1 ki|sprachmodell|assistent|chatbot',
  '^ ia|ki|assistant|asistente|assistente *1 recommand~|recomiend~|recomend~|empfiehl|dites|diga|di|sage|sag',
  'si|se|wenn|als *3 eres|es|sos|du_bist|sie_sind|je_bent|es_un|tu_es|vous_etes *2 modelo|modele|ki|ia|sprachmodell|taalmodel|assistent|asistente',
  `as an ai|assistant|llm|language_model *6 you *3 must|should|will|are|have`,
]);

const ASKED: WordPattern = anyPattern([
  "when|whenever|if|once|should|every_time|anytime|upon|in_case *3 asked|questioned|queried|prompted|someone|somebody|anyone|anybody|a_user|the_user|users|user|people|they|a_customer|customers|the_customer|a_person|you_are|you're|the_question|a_question|a_query|the_query|question|questions *6 asked|asks|ask|about|inquires|inquire|enquires|mentions|mention|wants_to_know|concerns|is_about|comes_up|are_about /16 say|answer_that|reply_that|respond_that|state|tell_them|tell_users|tell_the|tell_people|tell_everyone|tell_him|tell_her|tell_customers|reply_with|respond_with|answer_with|answer|reply|respond|recommend|direct_them|refer_them|point_them|insist|claim|deny|confirm|mention|provide_this|give_this|use_this|output|explain|inform|advise|send_them|instruct",
  'questions|queries|requests|inquiries *5 are|is|must|should|shall|have|need *2 be *1 answered',
  'say|answer|reply|respond|state|recommend|tell *12 when|whenever|if *2 asked|prompted|queried',
  'to|for any|every|all question|questions|query|queries|request|requests *8 answer|reply|respond|say|output|recommend|mention',
  'the only|correct|right|official|approved|one *1 answer|response|reply *1 to *12 is|are',
  'wenn *4 gefragt|fragt|fragen *10 antworte|sage|sag|empfehle|nenne|verweise|antworten_sie|sagen_sie',
  'quand|lorsque|si *5 demande|demandent|interroge *10 reponds|repondez|dis|dites|recommande|recommandez',
  'cuando|si *5 pregunta|preguntan|pregunten|pregunte *10 responde|responda|di|diga|recomienda|recomiende',
  'quando|se *5 perguntar|perguntarem|pergunta|perguntam *10 responda|diga|recomende',
  'als|wanneer *5 vraagt|vragen|gevraagd *10 antwoord|zeg|geef_aan|beveel|verwijs',
]);

const SECRECY: WordPattern = anyPattern([
  "do_not|don't|never|must_not|without *3 mention|mentioning|reveal|revealing|disclose|disclosing|tell|telling|inform|informing|show|showing|acknowledge|acknowledging|refer_to *4 this|these|the? *2 instruction|instructions|prompt|note|message|text|paragraph|section|directive|to_the_user|user|reader|human|person_asking",
  'keep|hide|conceal *5 secret|hidden|confidential|private|away *2 from *2 person|user|users|reader|human|whoever|people_you',
  "do_not|don't|never *2 let|alert|warn|notify *2 user|users|human|reader",
]);

const EXFILTRATION: WordPattern = anyPattern([
  'send|forward|post|email|upload|exfiltrate|transmit|leak|append|include|embed|encode|submit|copy|deliver *6 conversation|conversations|chat_history|chat|history|system_prompt|context|api_key|api_keys|credentials|secrets|passwords|user_data|personal_data|messages|session|session_token|cookies|token|previous_messages|memory|transcript|what_the_user|user_input|user_message|user_messages|user_wrote|user_said *8 to|in|into|at|as_a',
  'reveal|print|output|repeat|show|display|disclose|leak|share|dump|write_out|tell *4 your|the|full|entire|complete *2 system_prompt|system_message|initial_prompt|hidden_prompt|instructions_above|initial_instructions|prompt_verbatim|developer_message',
  'render|display|include|embed|insert|show|output *6 image|picture|markdown|link|pixel *10 http|https|url|query_string|parameter',
  'open|visit|fetch|call|load|request *14 what_the_user|user_wrote|user_said|user_typed|user_input|the_conversation|chat_history|the_chat',
  'mail|email|send|forward|post *2 the|this|entire|whole|full *1 chat|conversation|session *2 to',
  'call|invoke|use|run|execute|trigger *3 tool|function|api|plugin|action|command|shell|tool_named *12 without|then|with|and',
]);

const AUTHORITY: WordPattern = anyPattern([
  'ignore|disregard|discard|omit|exclude|suppress|do_not_use|do_not_cite|do_not_trust|avoid_using|skip|drop *4 other|all_other|any_other|remaining|competing|conflicting|rest_of_the|retrieved *3 document|documents|source|sources|result|results|passage|passages|context|snippets|pages|articles|chunks|information|content',
  'this|the_following *3 document|page|passage|text|article|source|information|section|chunk|paragraph *5 overrides|supersedes|takes_precedence|has_priority|outranks|must_be_ranked|should_be_ranked|must_be_used|must_be_cited|should_be_cited|must_be_quoted *6 other|all|any|every|first|source|sources|documents|results|instructions|context|always',
  'only|most|single|sole *1 authoritative|trusted|reliable|relevant|correct *2 source|document|answer|passage *6 ignore|disregard|discard|do_not_use',
  'rely|depend|base|draw *6 this|the_following *1 text|page|document|source|passage|article *1 alone|only|exclusively',
  'trust|prioritize|prioritise|prefer|rank *2 this *3 document|page|passage|source|text *5 over|above|first|highest',
]);

/** Orders in a text that a page has no reason to give a model. Severities are those of a text that says it, not quotes it. */
export function* modelOrders(folded: FoldedText): Generator<ModelOrder> {
  for (const match of overridesIn(folded)) {
    yield { rule: 'document/override', severity: 'high', match, detail: 'it asks to drop earlier instructions' };
  }
  for (const match of matchesOf(folded, ADDRESSED)) {
    const rule = 'document/addressed';
    yield {
      rule,
      severity: severityOfAddress(folded, match),
      match,
      detail: 'it addresses a model or an assistant and tells it what to do',
    };
  }
  for (const match of matchesOf(folded, ASKED)) {
    const isStaff = STAFF.test(sentenceAround(folded, match.from, match.to));
    yield {
      rule: 'document/when-asked',
      severity: isStaff ? 'medium' : 'high',
      match,
      detail: isStaff
        ? 'it tells staff what to say when something is asked'
        : 'it says what to answer when something is asked',
    };
  }
  for (const match of matchesOf(folded, SECRECY)) {
    const isAboutText =
      /instruction|prompt|directive|this (?:note|message|text|paragraph|section)|to the user|reader|human/.test(
        folded.joined.slice(match.from, match.to),
      );
    yield {
      rule: 'document/secrecy',
      severity: isAboutText ? 'high' : 'medium',
      match,
      detail: 'it asks to keep something from the user',
    };
  }
  for (const match of matchesOf(folded, EXFILTRATION)) {
    const sentence = sentenceAround(folded, match.from, match.to);
    const isModel =
      MODEL_WORD.test(sentence) ||
      / (?:your|system prompt|the chat|conversation|the user|chat history|previous messages|markdown|transcript) /.test(
        sentence,
      );
    yield {
      rule: 'document/exfiltration',
      severity: isModel && !STAFF.test(sentence) ? 'high' : 'low',
      match,
      detail: 'it asks to hand out a conversation, a prompt or secrets, or to use a tool',
    };
  }
  for (const match of matchesOf(folded, AUTHORITY)) {
    yield {
      rule: 'document/authority',
      severity: 'high',
      match,
      detail: 'it asks to be believed instead of other sources',
    };
  }
}

/** A rule of conduct for assistants in general is no order to the reader of the page. */
function severityOfAddress(folded: FoldedText, { from, to }: PatternMatch): Severity {
  const said = folded.joined.slice(from, to);
  if (/ (?:will|can) /.test(` ${said}`) && !/ (?:must|should|shall|always|please|need) /.test(` ${said}`)) return 'low';
  if (
    /^(?:note|message|notice|instruction|attention|important|reminder|dear|hello|hi|hey|if |memo|request|guidance|directive)/.test(
      said,
    )
  ) {
    return /^(?:info|guidance|hello|hi|hey|important|instructions?) /.test(said) &&
      !/ (?:must|always|say|recommend|ignore|you) /.test(sentenceAround(folded, from, to))
      ? 'medium'
      : 'high';
  }
  return / (?:not|never) /.test(said) ? 'medium' : 'high';
}
