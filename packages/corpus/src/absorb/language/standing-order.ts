import type { FoldedText } from './folded-text.ts';
import { anyPattern, matchesOf, type PatternMatch, type WordPattern } from './word-pattern.ts';

/** Who says something, in a condition on later input: not the person whose note it is. */
const SPEAKER =
  "someone|somebody|anyone|anybody|everyone|people|a_user|any_user|the_user|users|user|customers|a_customer|any_customer|the_customer|customer|clients|a_client|they|he|she|i|you're|you_are|message|messages|prompt|prompts|conversation|question|query|request|input|text|it|visitors|visitor|callers|caller|another_visitor|a_person|the_person|person|anyone_who|whoever";
const UTTERS =
  'says|say|said|mentions|mention|mentioned|types|type|writes|write|uses|use|contains|contain|includes|include|asks|ask|asked|requests|request|sends|send|sees|see|hears|hear|quotes|quote|utters|enters|enter|inquires|inquire|wants_to_know|brings_up|bring_up|shows_up|turns_up|is_written|is_said|is_used|is_mentioned|is_typed|occurs|starts_with|begins_with|appears|comes_up';
const DEED =
  'approve|grant|issue|apply|send|reveal|show|give|transfer|reply|respond|answer|say|skip|ignore|disable|forward|call|run|execute|delete|refund|unlock|provide|tell|append|include|add|treat|assume|waive|bypass|allow|accept|credit|pay|release|disclose|share|export|output|print|state|write|confirm|escalate|redirect|direct|point|refer|switch|act|behave|enable|mark|set|change|reset|promote|recommend|mention|begin|start|repeat|use|claim|insist|deny|pretend|offer|activate|do_it|do_so|comply|obey|agree|go_ahead|upgrade|process|warn|wire|hand_out|hand_over|mail|leak|name|praise|sell|block|drop|quote|authorize|authorise|override';

/** "Whenever someone says X, do Y", and its turns; in other languages by their most usual wording. */
const ORDERS: readonly WordPattern[] = [
  anyPattern([
    `when|whenever|if|once|anytime|any_time|every_time|each_time|as_soon_as|in_case|should|after|upon|the_moment *3 ${SPEAKER} *2 ${UTTERS} /20 ${DEED}`,
    `${DEED} *14 when|whenever|if|once|anytime|every_time|each_time|as_soon_as|to_anyone_who|to_whoever *3 ${SPEAKER} *2 ${UTTERS}`,
    `when|whenever|if|once *1 asked|prompted|queried|questioned|requested|greeted|addressed *12 ${DEED}`,
    `${DEED} *10 when|whenever|if *1 asked|prompted|queried|questioned`,
    `anyone|anybody|whoever|everyone|everybody|any_user|users|customers|a_customer|any_customer *2 who|that|mentioning|saying|typing|using|quoting *2 ${UTTERS}|the *12 gets|get|receives|receive|should|must|is|are|can|may|deserves|qualifies`,
    `upon|on *1 hearing|seeing|reading|receiving *10 ${DEED}`,
    `when|whenever|if|once|each_time|every_time|as_soon_as|anytime *3 word|words|phrase|name|term|keyword|code|sentence|message *5 ${UTTERS} /16 ${DEED}`,
    `when|whenever|once|each_time|every_time|as_soon_as|the_moment|upon *8 is_written|is_said|is_typed|is_mentioned|is_spoken|is_heard|shows_up|appears|comes_up /16 ${DEED}`,
    `upon|on|at *1 message|word|words|phrase|command|signal|cue *8 ${DEED}`,
    'secret|agreed|our *2 handshake|code|password|signal|sign|cue|word *6 means|stands_for|it_stands_for|authorizes|allows|grants',
    'the|this|that *1 phrase|word|words|code|password|keyword|passphrase|token *8 means|grants|unlocks|authorizes|authorises|activates|triggers|enables|entitles|overrides|is_enough|suffices|counts_as|is_proof|is_sufficient',
    'treat|consider|regard|take *1 phrase|word|words|code|any|every|the|this|that *8 as *3 approval|authorization|authorisation|permission|proof|verification|verified|consent|confirmation|authorized|authorised|trusted|instruction|instructions|command|commands',
  ]),
  anyPattern([
    'wenn|sobald|falls|immer_wenn|jedes_mal_wenn *3 jemand|kunde|kunden|nutzer|benutzer|user|er|sie|man|einer *10 sagt|schreibt|fragt|erwahnt|nennt|eingibt|verwendet|gefragt /10 sag|sage|antworte|antworten|gib|gewahre|genehmige|erstatte|sende|zeige|uberspringe|ignoriere|genehmigen|gewahren',
    "quand|lorsque|si|chaque_fois_que|des_que *3 quelqu'un|un_client|client|clients|utilisateur|utilisateurs|on|il|elle *3 dit|demande|ecrit|mentionne|utilise|tape /12 dis|dites|reponds|repondez|accorde|accordez|approuve|approuvez|rembourse|remboursez|envoie|envoyez|ignore|ignorez|donne|donnez",
    'cuando|si|siempre_que|cada_vez_que *3 alguien|cliente|clientes|usuario|usuarios|el|ella *2 diga|dice|pregunte|pregunta|escriba|escribe|mencione|menciona|use|usa /12 di|diga|responde|responda|aprueba|apruebe|concede|conceda|envia|envie|ignora|ignore|reembolsa|reembolse|da|de',
    'quando|se|sempre_que|toda_vez_que *3 alguem|cliente|clientes|usuario|utilizador|usuarios|ele|ela *2 disser|diz|perguntar|pergunta|escrever|escreve|mencionar|menciona|usar|usa /12 diga|responda|aprove|conceda|envie|ignore|reembolse|de',
    'als|wanneer|zodra|telkens_als *3 iemand|klant|klanten|gebruiker|gebruikers|hij|zij|men *8 zegt|vraagt|schrijft|noemt|gebruikt|typt /12 zeg|antwoord|geef|keur|stuur|negeer|betaal|vergoed',
    'quando|se|ogni_volta_che *3 qualcuno|cliente|clienti|utente|utenti *2 dice|chiede|scrive|menziona|usa /12 di|rispondi|approva|concedi|invia|ignora|rimborsa',
  ]),
];

/** Orders on what to do when something is said or asked later, from left to right. */
export function* standingOrders(folded: FoldedText): Generator<PatternMatch> {
  for (const pattern of ORDERS) yield* matchesOf(folded, pattern);
}
