import type { CatalogueEntry } from '@bezoar/core';
import type { DecisionCode } from '@bezoar/guard';

/** What it means where the guard does not allow a request, by the code of its decision. */
export const DECISION_ANSWERS: Readonly<Record<DecisionCode, CatalogueEntry>> = {
  'guard/action-not-declared': {
    title: 'Nobody declared or listed the action',
    control: 'guard/least-privilege',
    why: 'What the document does not name does not exist: a model that can be talked into a tool must not find one that nobody thought of.',
    how: 'The name of the action is compared, letter by letter, with the declared actions and the listed tools.',
    remedy:
      'If the call is legitimate, declare the action under `control: actions` or list the tool under `control: guard/least-privilege`, and start the guard again. If not, find out what made the model ask for it.',
  },
  'guard/already-done': {
    title: 'The same transaction had its effect already',
    control: 'actions',
    why: 'A model that tries again would pay twice. One transaction has one effect, however often and in whatever words it is asked for.',
    how: 'A settled reservation stands under the same `once_per` arguments or the same idempotency key. Letter case, blanks, invisible characters and the way a number is written are folded before.',
    remedy:
      'Do not execute. The answer carries the receipt of the first effect where the same account asks. Another effect is another transaction, with arguments of its own.',
  },
  'guard/amount-refused': {
    title: 'The amount is no positive amount in the declared unit and currency',
    control: 'actions',
    why: 'An amount that cannot be read cannot be counted, and a ceiling that guesses is none.',
    how: 'The declared argument is read strictly: minor units as a positive whole number, major units with the decimals of the currency. Nothing is rounded; another currency is no amount.',
    remedy: 'Send the amount as `amount:` of the document says it: argument, unit and currency.',
  },
  'guard/approval-needed': {
    title: 'People must agree first',
    control: 'guard/approvals',
    why: 'Above the declared amount, or wherever no conversation makes the action legitimate, one person more must have seen it than the model could persuade.',
    how: 'The action has `approval:` and this call is above its threshold, and no approval of exactly this call was presented that counts.',
    remedy:
      'An approver looks at it with `bezoar guard requests` and decides with `bezoar guard approve` or `deny`. Then the same request is made again with the id as `approval`.',
  },
  'guard/approval-refused': {
    title: 'The approval is not of this request, or is good no more',
    control: 'guard/approvals',
    why: 'An approval is for exactly what was read, once, and until it expires. Whoever was told no must not find a yes by asking in other words.',
    how: 'The approval is bound to the complete arguments, requester, principal and policy, and was presented for something else, was denied, used or has expired; or another request for the same transaction waits or was denied; or more requests of the account wait than people can read.',
    remedy:
      'Make the request as it was approved, to the letter. Where it was denied, it stays so until it would have expired; where others wait, decide those first.',
  },
  'guard/argument-refused': {
    title: 'An argument is not listed, or is not what its rule says',
    control: 'guard/least-privilege',
    why: 'An argument that nobody considered is a way around every rule that looks at the others.',
    how: 'The arguments are compared with those that the document lists for the tool: name, type, length, range, listed values. One that is missing, unless it is optional, is refused too.',
    remedy:
      'List the argument with the narrowest rule that serves, if the tool needs it. A value outside its rule is for the caller to mend.',
  },
  'guard/arguments-malformed': {
    title: 'The arguments are not plain JSON',
    control: 'actions',
    why: 'What is judged must be what is executed. Objects with behaviour, prototypes, cycles or numbers that JSON does not have can be one thing to the guard and another to the tool.',
    how: 'Arguments are copied as plain JSON within limits of size and depth; what cannot be copied exactly is refused.',
    remedy:
      'Pass an object of texts, finite numbers, true, false, null, lists and objects. Put large content elsewhere and pass a reference.',
  },
  'guard/ceiling-exceeded': {
    title: 'An account, a tenant or everybody would get more than is allowed',
    control: 'actions',
    why: 'The ceiling bounds what an attack can take that nothing else noticed. It holds over restarts, retries and parallel requests.',
    how: 'What was settled within the window, and what is open or of unknown outcome, is counted durably; this amount does not fit on top.',
    remedy:
      'Look at who used it up (`GET /v1/ceilings`, `bezoar guard requests` for unknown outcomes). It is free again when the window has passed; a higher ceiling is a loosening of the document, to be signed.',
  },
  'guard/eligibility-failed': {
    title: 'The eligibility look-up gave no answer in time',
    control: 'actions',
    why: 'Whoever can make the look-up fail must not get the action by it: no answer is no.',
    how: 'The look-up timed out, could not be reached, is not there, or answered something else than one JSON object.',
    remedy: 'Mend the look-up or its address, and ask again: nothing was counted. Its deadline is `within:`.',
  },
  'guard/in-flight': {
    title: 'The same transaction is being executed',
    control: 'actions',
    why: 'Two attempts at once are two effects. The second waits for the first to be settled.',
    how: 'An open reservation stands under the same `once_per` arguments or the same idempotency key.',
    remedy:
      'Do not execute. Ask again after the first attempt was settled; one that is never settled becomes an unknown outcome.',
  },
  'guard/internal': {
    title: 'The guard itself failed',
    control: 'actions',
    why: 'A guard that fails denies: an error that allowed would be what an attacker looks for.',
    how: 'Something happened that no rule speaks of. What it was is in the events and on standard error of the guard, not in the answer.',
    remedy: 'Read what the guard said, and report it. Asking again is harmless.',
  },
  'guard/key-missing': {
    title: 'Nothing names the transaction',
    control: 'actions',
    why: 'Without a name, a retry cannot be told from another transaction, and one intent has two effects.',
    how: 'An argument of `once_per` is missing or is neither a text nor a whole number; or the document has no `once_per` and the host gave no idempotency key.',
    remedy:
      'Declare `once_per` with the arguments that name the business transaction, such as the order, and pass them; or pass an idempotency key.',
  },
  'guard/key-reused': {
    title: 'The idempotency key belongs to another request',
    control: 'actions',
    why: 'A key that stands for two requests would hide one of them behind the answer to the other.',
    how: 'The same caller gave the key to a request with other arguments before.',
    remedy: 'Make a key for each request, and use it again only for a retry of exactly that.',
  },
  'guard/never-legitimate': {
    title: 'No conversation makes the action legitimate',
    control: 'actions',
    why: 'The document says that a model never has a reason to do this by itself, and names nobody who could agree.',
    how: '`requires:` says `never` for the transcript, and the action has no `approval:`.',
    remedy: 'Let people do it elsewhere, or declare `approval:` for it. The attempt itself deserves a look.',
  },
  'guard/not-eligible': {
    title: 'Your own system says no',
    control: 'actions',
    why: 'The model was told, or told itself, that the call is due. The records say otherwise, and they decide.',
    how: "The look-up answered something else than `expect:` says, or with a field that is neither expected nor under `ignore:`. A field's value is compared strictly.",
    remedy:
      'Do not execute. Where the call is due after all, mend the record. Where the answer has a harmless field more, put it under `ignore:`.',
  },
  'guard/outcome-unknown': {
    title: 'Nobody knows what came of the same transaction',
    control: 'actions',
    why: 'It may have had its effect. Executing it again could do it twice.',
    how: 'The reservation under the same key was settled as unknown, or was not settled in time.',
    remedy:
      'Look into the real system, and say what came of it with `bezoar guard settle ID --outcome done` or `failed`. After `failed` the same request can be made again.',
  },
  'guard/overloaded': {
    title: 'Too much is waiting',
    control: 'actions',
    why: 'A queue without an end is a guard that answers too late, or runs out of memory.',
    how: 'More requests are in flight, or more operations wait for the store, than the guard holds.',
    remedy: 'Nothing was counted: ask again later, with the same idempotency key. Find out who asks so much.',
  },
  'guard/principal-mismatch': {
    title: 'An argument names somebody else than the session does',
    control: 'actions',
    why: 'On whose behalf a call is made comes from the authenticated session. A model that names another account was mistaken, or was talked into it.',
    how: 'The arguments that the document declares under `principal:`, or else those with a usual name such as `account_id`, are compared with the account and the tenant of the session.',
    remedy:
      'Do not execute. If the argument means something else than the principal, declare under `principal:` which ones do.',
  },
  'guard/principal-missing': {
    title: 'The request does not say on whose behalf',
    control: 'actions',
    why: 'Ceilings, eligibility and approvals are about somebody. A call of nobody would be counted for nobody.',
    how: 'The principal is no object with exactly `account` and `tenant`, both names of 1 to 256 characters.',
    remedy: "Hand over the principal of the host's session, never one that the model wrote.",
  },
  'guard/request-malformed': {
    title: 'The request is not typed as it must be',
    control: 'actions',
    why: 'A field that is missing, unknown or of another type is a misunderstanding, and a guess at it is a way in.',
    how: 'Each field of the request is checked, and no other is accepted.',
    remedy: 'Mend the caller; the reasons name the field.',
  },
  'guard/stopped': {
    title: 'An operator stopped the action',
    control: 'actions',
    why: 'Something is wrong, or was suspected to be. The order stands in the store, so that every process obeys it.',
    how: 'An order to stop stands for the action, or for all. It is looked at in the transaction of each decision.',
    remedy:
      '`bezoar guard requests` says who stopped it and why. When the reason is gone, lift it with `bezoar guard resume`.',
  },
  'guard/store-failed': {
    title: 'The store could not count it',
    control: 'actions',
    why: 'What cannot be counted durably would be free. The guard denies until it can count again.',
    how: 'The store did not answer in time, refused, lost its connection or its disk. Should the reservation have been written after all, it is released.',
    remedy:
      'Nothing was executed. Mend the store, then ask again with the same idempotency key; standard error of the guard says what failed.',
  },
  'guard/transcript-violated': {
    title: 'The conversation lacks what the action requires',
    control: 'actions',
    why: 'The action is only legitimate after something else, such as a look-up, and the model went without it. That is how a planted backdoor behaves.',
    how: 'The host handed over the transcript, and the declared precondition is not in it. A transcript can only deny: it is what the model was told, and proves nothing.',
    remedy: 'Do not execute, and read the conversation: what made the model skip the step?',
  },
};
