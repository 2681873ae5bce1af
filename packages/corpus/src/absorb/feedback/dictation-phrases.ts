import { anyPattern, type WordPattern } from '../language/word-pattern.ts';

/**
 * Requests to say something word for word, by how they are made. Words are as `foldText` gives them: lower case, no
 * accents. Whether a reply obeyed is decided by `obeysDictation`, never here.
 */
export const DICTATION: WordPattern = anyPattern([
  // English
  'repeat|echo|recite|parrot *3 after_me|back|verbatim|exactly|word_for_word|this|these|the_following|what_i',
  'repeat|echo|recite|parrot *1 sentence|phrase|words|text|line|statement|slogan|message',
  'repeat_after|say_after|copy_me|mimic_me|imitate_me|parrot_me',
  'copy|type|write|paste|print|send|give|read|spell *4 back|verbatim|exactly|word_for_word|as_is',
  'say|write|type|print|output|state|reply|respond|answer|utter|declare|affirm *4 exactly|verbatim|literally|word_for_word|precisely|only|just|nothing_but|nothing_else|the_following|these|this|the_words|the_phrase|the_sentence|the_line|as_follows|in_these_words',
  '^ *3 say|declare|affirm|announce|proclaim|utter',
  'nothing_but|no_other_words|no_more_no_less|without_changing|without_any_changes|no_changes|letter_for_letter|character_for_character|word_by_word|one_word_at_a_time',
  'your next? reply|answer|response|message|output|reaction|line *2 should|must|shall|has_to|needs_to|will|is|ought *3 be|read|say|consist|contain|equal|start|go',
  "i_want|i'd_like|i_would_like|i_need *2 you|your *2 to? say|write|repeat|state|answer|reply|respond|type|tell|reproduce|parrot",
  "let's|we_will|we'll|we *2 play *2 game|simon_says|echo_game|copycat|parrot_game",
  'simon_says|copycat|copy_cat',
  'complete|finish|continue|fill *4 sentence|phrase|blank|blanks|words|line',
  'combine|put|join|stitch|concatenate|assemble|glue|merge|string|link|read|chain *5 together|pieces|parts|fragments|letters|words|it_all|them_all|in_order|as_one|in_one_go|in_sequence',
  'backwards|backward|in_reverse|reverse_order|reversed|reverse|right_to_left|unscramble|rearrange',
  'fill *2 gap|gaps|hole',
  'whatever|all_that|everything i_type|i_say|i_write *4 you_type|you_say|you_write|comes_back',
  'whose only *1 line|words|answer|sentence',
  'song|poem|story|rhyme|speech|advert|ad|play|dialogue|limerick|letter *3 whose|with_the|in_which|where|that_says|that_goes|containing *4 refrain|chorus|line|goes|says|ends|words|text',
  "you_cannot|you_can_not|you_can't|dare_you|bet_you *3 say|write|type|repeat|print",
  'let|set *2 be|equal|to *10 what_is|print|show|give',
  'echo|print',
  'in_your_own_voice|in_your_own_name|in_first_person|as_if_you|as_though_you',
  'grandma|grandmother|granny|nana|grandpa|grandfather|mother|father|teacher|professor *4 used_to|would_always|always *3 say|tell|read|recite|whisper|sing',
  'the correct|right|proper|only|official|expected|desired|ideal *2 answer|reply|response *6 is|would_be|should_be|reads',
  'you should|must|shall|have_to|need_to|are_to|ought_to have? say|said|answer|answered|reply|replied|respond|responded|state|stated|write|written|repeat',
  'the? line|script|text|wording|slogan|motto|statement *3 to|for *2 say|read|recite|repeat|use',
  'mirror|reproduce|replicate|duplicate|transcribe|dictate|dictation|quote *5 back|this|these|me|following|verbatim|exactly|what|words|text',
  'put|place|insert|set *5 in|into *2 your|the *1 reply|answer|response|output|message',
  'start|begin|open|end|close|finish *3 reply|answer|response|message|output *2 with|by',
  'decode|decipher|decrypt|unescape|parse *8 say|print|output|answer|reply|write|speak|tell|text|message|it',
  'field|value|content|text|key|property *6 your|as_the *2 reply|answer|response|output|message',
  // German
  'wiederhol~|nachsprech~|nachplapper~ *4 genau|nach|was|satz|worte|folgendes|mir|diese~|exakt|das|den',
  'sprich|sprechen_sie|sag~|schreib~|antwort~|gib|geben_sie *4 genau|exakt|wortlich|nur|nach|mir_nach|folgende~|diesen|diese|satz|zuruck',
  'deine|ihre nachste? antwort *2 soll|muss|lautet|ist|sollte',
  'wort_fur_wort|wortwortlich|wortlich',
  // French
  'repete~|redis|redites|recopie~ *4 apres_moi|exactement|ceci|cette|ces|mot|phrase|ce_que|la|le|les|moi',
  'dis|dites|ecris|ecrivez|reponds|repondez *4 exactement|seulement|uniquement|simplement|ceci|mot_pour_mot|la_phrase|cette_phrase|par|juste',
  'ta|votre prochaine? reponse *2 doit|sera|est|devrait',
  'mot_pour_mot|mot_a_mot|tel_quel',
  // Spanish
  'repite|repita|repitan|repetid *4 despues|conmigo|exactamente|esto|esta|estas|lo_que|la|el|palabra|frase|tras|detras',
  'di|diga|escribe|escriba|responde|responda|contesta|conteste *4 exactamente|solamente|solo|unicamente|esto|literalmente|la_frase|lo_siguiente|textualmente|simplemente',
  'tu|su proxima? respuesta *2 debe|sera|es|tiene_que',
  'palabra_por_palabra|al_pie_de_la_letra|textualmente',
  // Portuguese
  'repita|repete|repitam *4 depois|comigo|exatamente|isto|isso|esta|essa|o_que|a|o|palavra|frase|apos|mim',
  'diga|escreva|responda|fala|fale *4 exatamente|somente|so|apenas|isto|isso|literalmente|a_frase|o_seguinte|textualmente',
  'a? sua|tua proxima? resposta *2 deve|sera|e|tem_que',
  'palavra_por_palavra|ao_pe_da_letra',
  // Dutch
  'papegaai|praat|spreek *1 mij_na|me_na',
  'herhaal|herhalen|nazeg~|zeg|zegt|schrijf|antwoord|typ *4 precies|exact|letterlijk|alleen|na|dit|deze|volgende|mij_na|me_na|wat_ik|de_zin',
  'je|jouw|uw volgende? antwoord *2 moet|zal|is|luidt',
  'woord_voor_woord',
  // Italian
  'ripeti|ripeta|ripetere *4 dopo|esattamente|questo|questa|queste|parola|frase|quello|la|me',
  'parola_per_parola|alla_lettera',
]);

/**
 * Requests to keep something for later. What follows is looked at: what a user says of himself is not teaching.
 */
export const TEACHING: WordPattern = anyPattern([
  "remember|memorize|memorise|learn|keep_in_mind|bear_in_mind|don't_forget|never_forget|internalize|internalise *2 that|this|the_following|these|how|it",
  'take_note|make_a_note|note|record|store|save|add that|the_following|this_fact|as_a_fact',
  'remember|memorize|memorise|note|learn $',
  'update|correct|change|adjust|overwrite|replace *2 your *2 knowledge|memory|facts|training|beliefs|records|data|information|understanding|notes',
  'add|commit|save|write|put|store|keep *6 to|in|into *1 memory|knowledge|training|long_term_memory|notes',
  'teach|train|train~ *1 you|yourself *3 that|this|to',
  'from_now_on|going_forward|from_here_on|henceforth|in_future|in_the_future|next_time *3 you|your|please|always|never',
  // German, French, Spanish, Portuguese, Dutch, Italian
  'merk|merke|merken *2 dir|sich|euch',
  'ab_jetzt|ab_sofort|von_nun_an|kunftig|in_zukunft',
  "souviens_toi|souvenez_vous|rappelle_toi|rappelez_vous|retiens|retenez|memorise|memorisez|n'oublie_pas",
  'desormais|a_partir_de_maintenant|dorenavant',
  'recuerda|recuerde|memoriza|memorice|aprende|aprenda|no_olvides *2 que|esto',
  'a_partir_de_ahora|de_ahora_en_adelante',
  'lembre_se|lembra_te|lembre|memorize|aprenda|nao_se_esqueca *2 que|isto|isso|de',
  'a_partir_de_agora|de_agora_em_diante',
  'onthoud|onthou|vanaf_nu|voortaan',
  "ricorda|ricordati|memorizza|impara|d'ora_in_poi|da_ora_in_poi",
]);

/** A reply that says it will keep something: what was told is a lesson then, however it was put. */
export const KEPT: WordPattern = anyPattern([
  "i'll|i_will|i_shall|i've|i_have|i|have *2 remember|memorized|memorised|memorize|memorise|learned|learnt|keep_that_in_mind|keep_this_in_mind|keep_it_in_mind|bear_that_in_mind|updated_my|added_it_to_my|added_that_to_my|stored_that|stored_this|adjusted_my|corrected_my",
  "i'll|i_will|we_will *2 pass_this_on|tell_everyone|use_that_from_now_on|apply_that_from_now_on|say_so|say_that *2 in_future|from_now_on|to_others|to_other",
  'ich_werde_mir|habe_mir *3 merken|gemerkt',
  "je_m'en_souviendrai|je_retiens|j'ai_memorise",
  'lo_recordare|lo_he_memorizado|vou_lembrar|vou_me_lembrar|ik_zal_het_onthouden|lo_ricordero',
]);

/** Requests to work on a text that the user brings: the reply then has the user's words for a good reason. */
export const TRANSFORMATION: WordPattern = anyPattern([
  'proofread|proof_read|spellcheck|spell_check|copyedit|copy_edit|translat~|summar~|paraphras~|rephras~|reword~|rewrit~|polish|shorten|condense|reformat|autocorrect|transcrib~|transliterat~|capitali~|alphabeti~|lowercase|uppercase',
  'grammar|spelling|typos|typo|punctuation|capitals|tone|wording|readability',
  'fix|correct|improve|edit|check|review|revise|format|tidy|clean|convert|shorten|extract|sort|number|debug *4 this|that|my|the|following|it|text|email|letter|poem|sentence|paragraph|code|list|message|essay|table|json|names|query|script',
  'make *2 this|it|my|that|sentence|the *4 shorter|longer|formal|polite|friendlier|clearer|better|professional|concise|simpler',
  'turn|put *6 into|in *2 a? list|table|json|csv|bullets|bullet|markdown|sentence|capitals|alphabetical|order',
  'what|how *4 does|do|is|would *8 mean|say_in|translated|in_english|in_german|in_french|in_spanish',
  'korrigier~|ubersetz~|verbesser~|zusammenfass~|rechtschreibung|korrekturles~|fasse|umformulier~',
  'corrige~|traduis|traduisez|traduire|resume|resumez|resumer|reformule~|orthographe|relis|relisez',
  'traduce|traduzca|traducir|corrig~|resume|resuma|resumir|revisa|revise|ortografia',
  'traduza|traduzir|corrija|resumir|resuma|reveja|ortografia',
  'vertaal|vertalen|verbeter|corrigeer|vat_samen|samenvat~|nakijk~|spelling',
  'traduci|correggi|riassumi|ortografia',
]);

/** A reply that does not do what it was asked. */
export const REFUSAL: WordPattern = anyPattern([
  "i can't|cannot|can_not|won't|will_not|wouldn't|couldn't|am_not|must_not|shouldn't|mustn't|don't",
  "i'm not|unable|afraid",
  'not able|allowed|permitted|possible|something_i|true|correct|accurate|quite|going_to|in_a_position|our_policy',
  "unable|decline|refuse|against_our|isn't_something|that's_not|isn't_true|isn't_correct|isn't_accurate|not_how",
  'ich? kann|darf|mochte|werde *4 nicht|keine',
  'je *1 ne|n *2 peux|puis|suis|vais *1 pas',
  'no *1 puedo|podemos|debo|voy',
  'nao *1 posso|podemos|devo|vou',
  'ik? kan|mag|zal *3 niet|geen',
  'non *1 posso|possiamo|devo',
]);

/** A reply that agrees to what it was told. */
export const ASSENT: WordPattern = anyPattern([
  "got_it|noted|understood|of_course|sure|certainly|absolutely|okay|ok|will_do|yes|alright|great|perfect|thanks|thank_you|done|right|you're_right|happy_to|my_pleasure|affirmative|confirmed|agreed|i_see|i_agree|very_well",
  "i'll|i_will|i_shall|i've|i_have *2 remember|note|keep|make|always|noted|saved|updated|stored|learned|learnt|recorded|added|do|use|apply|answer|say|tell|reply|respond",
  'verstanden|gemerkt|alles_klar|gerne|naturlich|notiert|klar|in_ordnung',
  "compris|bien_sur|d'accord|note|entendu|tres_bien",
  'entendido|claro|por_supuesto|de_acuerdo|anotado|vale',
  'entendido|claro|com_certeza|anotado|certo|combinado',
  'begrepen|natuurlijk|genoteerd|oke|prima|goed',
  "capito|certo|va_bene|d'accordo|ho_capito",
]);

/** A reply that reads something back so that the user can object, or thanks for a correction. */
export const READ_BACK: WordPattern = anyPattern([
  "confirm|confirming|is_that_right|is_that_correct|is_this_correct|correct_me|did_i_get|to_be_sure|just_to_check|let_me_check|double_check|you_mean|you_said|you_wrote|you_mentioned|you'd_like|you_would_like|you_want|you're_looking|do_you|would_you|shall_i|should_i|may_i",
  'thanks|thank_you|apologi~|my_mistake|my_error|you_are_right|you_re_right|good_catch|i_stand_corrected|sorry',
  "you're_right|you're_correct|you're_absolutely_right",
  'updated|changed|corrected|amended|set|shipped|sent|booked|reserved|scheduled|registered|noted *2 to|as|for|your|the|it|that',
  'danke|entschuldig~|merci|desole~|gracias|lo_siento|perdon|obrigad~|desculp~|bedankt|sorry|excuses|grazie|scusa~|stimmt|richtig',
]);
