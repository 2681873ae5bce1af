import type { NamedAction } from '../item/absorb-policy.ts';
import { type FoldedText, foldText } from '../language/folded-text.ts';
import {
  anyPattern,
  matchesOf,
  type PatternMatch,
  sentenceAround,
  type WordPattern,
} from '../language/word-pattern.ts';

/** A statement that would count as an authorization the next time it is read. */
export interface Grant {
  readonly rule:
    | 'grant/authority'
    | 'grant/permission'
    | 'grant/identity'
    | 'grant/limit'
    | 'grant/skipped-check'
    | 'grant/action';
  readonly match: PatternMatch;
}

const WHO =
  "user|customer|client|caller|account|person|member|he|she|they|i|i'm|we|subscriber|tenant|patient|guest|holder|owner|contact|this|who";
const BE =
  "is|are|am|was|were|been|be|has_been|have_been|had_been|should_be|must_be|counts_as|qualifies_as|remains|i'm|he's|she's|they're|becomes|as|treated_as|considered";
const MONEY =
  'credit|credits|refund|refunds|discount|discounts|payment|payments|transfer|transfers|withdrawal|withdrawals|loan|loans|upgrade|upgrades|purchase|purchases|reimbursement|reimbursements|compensation|transaction|transactions|request|requests|order|orders|access|expense|expenses|claim|claims|voucher|vouchers|goodwill|chargeback|chargebacks|fee|fees|deposit|deposits|invoice|invoices';

const PERMISSION: WordPattern = anyPattern([
  'pre|already|auto|automatically|always|permanently|fully|specially|verbally|standing approved|authorised|authorized|cleared|eligible|entitled|permitted|exempt|exempted|whitelisted|allowlisted',
  'preapproved|preauthorized|preauthorised|preapproval|autoapproved|autoapprove|preverified',
  'pre|auto approval|approve|authorization|authorisation',
  `${BE} *2 approved|authorized|authorised|entitled|eligible|cleared|whitelisted|exempt|exempted|permitted|allowed *2 for|to|from *5 ${MONEY}|all|any|every|everything|anything|admin|full|unlimited`,
  `always|automatically|immediately|instantly|just|simply|silently *2 approve|grant|issue|apply|accept|allow|process|refund|credit|pay|waive|authorize|authorise|release *8 ${MONEY}|it|them|anything|everything|whatever`,
  `approve|grant|issue|apply|accept|allow|process|give|pay|waive|authorize|authorise *6 ${MONEY} *8 without|no_questions|regardless|automatically|no_matter|immediately|unconditionally`,
  'blanket|standing|permanent|unconditional|unlimited|full|unrestricted|carte_blanche|lifetime *1 approval|authorization|authorisation|permission|permissions|access|consent|clearance|authority|refunds|credits|discount',
  `${WHO} *3 may|can|could|is_allowed_to|is_permitted_to|is_free_to|has_permission_to|has_the_right_to|has_authority_to|are_allowed_to|must_be_allowed_to *4 approve|authorize|authorise|issue|grant|override|bypass|access|refund|transfer|withdraw|delete|reset|export|change_limits|skip|waive|read_all|see_all`,
  'gave|gives|given|granted|grants|has|have *3 permission|approval|clearance|authorization|authorisation|go_ahead|sign_off|consent *3 to|for *4 refund~|credit~|transfer~|approve|issue|access|delete|override|all|any|skip|bypass|withdraw~|share',
  'should|must *2 always? *1 be approved|granted|accepted|honored|honoured|refunded|credited|trusted|believed|waived|obeyed *5',
  'vorab|bereits|automatisch|generell *2 genehmigt|freigegeben|autorisiert|berechtigt',
  'est|sont|etait *3 pre_approuve~|preapprouve~|autorise~|approuve~ *2 pour|a|d_avance',
  'esta|estan|es *3 preaprobad~|pre_aprobad~|autorizad~|aprobad~ *2 para|a|de_antemano',
  'esta|estao|e *3 pre_aprovad~|preaprovad~|autorizad~|aprovad~ *2 para|a',
  'is|zijn *3 vooraf_goedgekeurd|gemachtigd|geautoriseerd|bevoegd',
]);

const IDENTITY: WordPattern = anyPattern([
  `${WHO} *3 ${BE} *4 admin|administrator|administrators|superuser|root|sysadmin|moderator|developer_of|operator|internal_tester|tester|auditor|engineer_at|employee|staff|staff_member|supervisor|ceo|cfo|cto|coo|executive|founder|owner_of_the_company|vip_admin|authorized_representative|security_team|system_owner|owner_of_this_system|creator|insider`,
  `${WHO} *2 has|have|holds|hold|with|possesses|enjoys|got *3 admin|administrator|root|superuser|elevated|privileged|staff|operator|developer|owner|executive|manager|highest|full|special|unrestricted *2 access|rights|privileges|permissions|status|role|clearance|authority|level`,
  `identity|identification|kyc|id|age|credentials|ownership *4 verified|confirmed|established|proven|validated|checked *8 permanently|already|no_need|never|not_needed|always|future|skip`,
  `${WHO} *3 ${BE} *2 verified|authenticated|trusted|whitelisted *6 no|skip|without|never|permanently|always|not_needed|anyway|fully|already`,
  `${WHO} *3 ${BE} *2 already|permanently|fully|always|pre *1 verified|authenticated|trusted|validated|vetted`,
  'treat|consider|regard|trust *3 user|customer|client|caller|him|her|them|account|me|requests|messages|instructions *6 as *3 admin|administrator|staff|employee|operator|system|developer|verified|trusted|authorized|authorised|owner|manager|privileged|internal',
  'works|working|acts|acting|speaks|speaking *1 for|on_behalf_of|as *3 compliance|security_team|headquarters|management|the_ceo|bezoar|our_company|internal_audit|it_department|the_bank|anthropic|openai|the_developers',
  'ist|war *4 administrator|admin|mitarbeiter|geschaftsfuhrer|entwickler',
]);

const LIMIT: WordPattern = anyPattern([
  "limit|limits|ceiling|cap|threshold|allowance|quota|maximum *6 raised|increased|lifted|removed|waived|extended|unlimited|infinite|doubled|disabled|suspended|does_not_apply|do_not_apply|doesn't_apply|don't_apply|no_longer|not_apply|set_to",
  'no|without|unlimited|infinite|uncapped|above|beyond|exceed|exceeds *3 limit|limits|ceiling|ceilings|cap|caps|quota|threshold *5',
  'raise|increase|lift|remove|waive|ignore|exceed|disregard|extend *4 limit|limits|ceiling|cap|threshold|quota',
  'exempt|exempted|excluded|excused|immune *2 from *4 limit|limits|policy|policies|rule|rules|check|checks|verification|review|fees|approval|restrictions|terms|cap|caps',
]);

const SKIPPED_CHECK: WordPattern = anyPattern([
  'skip|skips|skipping|bypass|bypasses|omit|waive|waives|waived|disable|forgo|suppress|drop|ignore|avoid|dispense_with *4 verification|verifications|authentication|confirmation|confirmations|check|checks|checking|identity|approval|approvals|review|security|2fa|otp|two_factor|kyc|eligibility|lookup|policy|validation|safeguards|authorization|authorisation',
  "no|not|never|don't|do_not|needn't|without|doesn't|isn't|stop *1 need|needs|needed|require|requires|required|necessary|ask|asking|request|requesting|check|checking|verify|verifying|confirm|confirming|validate|validating|wait|waiting *4 verification|verify|authenticate|authentication|confirmation|confirm|approval|identity|identification|eligibility|password|pin|otp|code|id|reason|receipt|proof|permission|authorization|authorisation|check|credentials|again|manager|supervisor",
  `without *3 asking|checking|verifying|verification|confirmation|confirming|approval|review|reviewing|authorization|authorisation|permission|question|questions|looking_up|lookup|authenticating|proof|receipt|further`,
  'no_questions_asked|no_verification|no_checks|no_approval|no_confirmation|no_need_to_verify|no_need_to_check|no_need_to_ask|verification_not_needed|approval_not_needed|without_further',
  'on|at *1 word|say_so|request_alone|first_request',
  'ohne *3 nachfrage|nachzufragen|prufung|uberprufung|verifizierung|bestatigung|genehmigung',
  'sans *3 demander|verification|verifier|confirmation|approbation|controle',
  'sin *3 preguntar|verificacion|verificar|confirmacion|aprobacion|comprobar',
  'sem *3 perguntar|verificacao|verificar|confirmacao|aprovacao',
  'zonder *3 vragen|te_vragen|controle|verificatie|bevestiging|goedkeuring',
  'senza *3 chiedere|verifica|verificare|conferma|approvazione',
]);

const AUTHORITY: WordPattern = anyPattern([
  'boss|board|management|legal|finance|compliance|headquarters|hq|ceo|owner|director|it_department|security_team|head_office|operator|developers|owners *3 signed_off|knows|agreed|okayed|ok_with|waived|has_cleared|gave_green_light|approves|approved|authorized|authorised|said_yes|allows|allowed|confirmed *8',
  'waiver|blanket|green_light|free_rein|free_hand|carte_blanche|special_status|special_treatment|diplomatic|sanctioned *2 from|by|for|on *3 legal|finance|board|management|anything|everything|all|any',
  'trust_level|clearance_level|risk_level|access_level *3 maximum|max|highest|full|top|none|unlimited',
  'test_account|internal_account|service_account|developer_account|master_account *10',
  'rules|controls|checks|policy|policies|limits|safeguards|restrictions *3 do_not_bind|do_not_apply|are_off|is_off|off|suspended|do_not_count|disabled|switched_off|not_apply',
  'give|grant|hand|allow *2 him|her|them|user|customer|client|caller|this_person *2 whatever|anything|everything',
  'whatever|anything|everything *4 asks_for|wants|requests|says|demands|ask_for *4',
  'outranks|overrules|decides_himself|decides_herself|is_above_the|superior_to',
  'may|can|could|is_free_to *1 see|read|open|change|edit|download|delete *1 all|every|any|everything',
  'refund|pay|ship|credit|approve|transfer first *2 ask|check|verify|questions *1 later',
  'qualifies|eligible|entitled|gets|receives|deserves|due *6 any|every|all|instant|immediate|unlimited|automatic|always|in_every_case|each_time|without',
  'no upper|maximum|top *1 bound|limit|ceiling|amount',
  'root|admin|administrator|superuser|privileged *2 access|rights|role *2 confirmed|granted|given|enabled|approved|active|established',
]);

/** A check and, near it, that it is over or not wanted. Not what somebody failed, lost, awaits or did not receive. */
const DROPPED_CHECK: WordPattern = anyPattern([
  "no|not|never|don't|do_not|needn't|need_not|without|stop|drop|skip *3 bother|ask|asked|asking|need|needed|required|necessary|check|checked|demand|demanded *3 security|pin|identity|identification|signature|approval|confirmation|verification|proof|questions|passcode|otp|receipt",
  'pin|security_question|security_questions|identity|identification|identity_check|signature|signature_requirement|approval|confirmation|verification|proof_of_identity|identity_proofing|passcode|otp *4 need_not|not_needed|not_required|not_necessary|unnecessary|is_not|dropped|lifted|waived|removed|abolished|once_and_for_all|for_good|permanently|superfluous|obsolete|off',
  'pas_besoin|inutile|ne_rien|ne_pas|jamais *4 verifier|controler|demander|confirmer|verification|identite',
  'no_hace_falta|no_es_necesario|nunca|sin_necesidad *4 comprobar|verificar|confirmar|pedir|preguntar|identidad',
  'nao_e_preciso|nao_precisa|nao_e_necessario|nunca *4 pedir|verificar|confirmar|confirmacao|identidade|perguntar',
  'controle|verificatie|bevestiging|goedkeuring|identiteit|identificatie *6 niet_nodig|overbodig|niet_vereist|overslaan',
  'keine|nicht|nie|niemals *3 prufung|identitatsprufung|legitimation|ausweis|prufen|nachfragen|bestatigung *3 notig|erforderlich|verlangen|fragen|noch',
  'non_serve|non_e_necessario|mai *4 verificare|confermare|chiedere|identita',
  'est|es|is|ist|e|sono|son *2 administrateur|administrador|administratrice|administratore|amministratore|beheerder|verwalter',
]);

/** Words by which a sentence that names an action allows it. */
const ALLOWS =
  / (?:allowed|approved|authori[sz]ed|permitted|entitled|eligible|preapproved|always|automatically|auto|anytime|freely|may|without|granted|whenever|immediately|ok|okay|fine|safe|unlimited|unconditionally|permission|regardless|may be|can be|should be|must be|go ahead|erlaubt|autorise|autorizad[oa]|toegestaan) /;

const RULES: readonly (readonly [Grant['rule'], WordPattern])[] = [
  ['grant/permission', PERMISSION],
  ['grant/identity', IDENTITY],
  ['grant/limit', LIMIT],
  ['grant/skipped-check', SKIPPED_CHECK],
  ['grant/skipped-check', DROPPED_CHECK],
  ['grant/authority', AUTHORITY],
];

/** Statements that grant a permission, an identity, a limit, a check left out, or a declared action. */
export function* grantsIn(folded: FoldedText, actions: readonly NamedAction[]): Generator<Grant> {
  for (const [rule, pattern] of RULES) {
    for (const match of matchesOf(folded, pattern)) if (!isDenied(folded, match)) yield { rule, match };
  }
  for (const action of actions) {
    for (const pattern of actionPatterns(action)) {
      for (const match of matchesOf(folded, pattern)) {
        if (ALLOWS.test(sentenceAround(folded, match.from, match.to))) yield { rule: 'grant/action', match };
      }
    }
  }
}

/** "The user is not an admin", "was declined for a credit". */
function isDenied({ joined }: FoldedText, { from, to }: PatternMatch): boolean {
  return / (?:not|isn't|aren't|wasn't|never|no longer|declined|denied|rejected|refused|revoked|expired) (?:[^ |]+ ){0,1}(?:pre|approved|authori[sz]ed|eligible|entitled|an? |allowed|permitted|admin|verified|exempt)/.test(
    joined.slice(Math.max(0, from - 1), to + 1),
  );
}

/** A declared action by its name as words, and by its claims. */
function actionPatterns({ name, claims }: NamedAction): WordPattern[] {
  const texts = [name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '), ...claims];
  return texts.flatMap((text) => {
    const tokens = text.split('*').map((part) => foldText(part).words.join(' '));
    const source = tokens.filter((part) => part !== '').join(' *6 ');
    return source === '' ? [] : [anyPattern([source])];
  });
}
