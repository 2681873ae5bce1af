import type { CatalogueEntry } from '@bezoar/core';
import type { RefusedOperation } from '@bezoar/guard';

/** What it means where the guard does not take a vote or a settlement. */
export const OPERATION_ANSWERS: Readonly<Record<RefusedOperation, CatalogueEntry>> = {
  'guard/no-such-request': {
    title: 'There is no such request for approval',
    control: 'guard/approvals',
    why: 'A vote on nothing would look like a decision.',
    how: 'The id is none of the store that was asked.',
    remedy:
      'Take the id from `bezoar guard requests`. Where it is shown elsewhere, look at `--store` and BEZOAR_GUARD_STORE: both sides must use one store.',
  },
  'guard/no-such-reservation': {
    title: 'There is no such reservation',
    control: 'actions',
    why: 'A settlement of nothing would look as if something had been freed.',
    how: 'The id is none of the store that was asked.',
    remedy:
      'Take the id from `bezoar guard requests`, or from the answer that allowed. A request for approval has another id.',
  },
  'guard/not-an-approver': {
    title: 'The vote of this person does not count',
    control: 'guard/approvals',
    why: 'Whoever asks cannot approve, nobody votes twice, and where approvers are named or have keys nobody else speaks for them.',
    how: 'The name is compared with the requester, the account and the votes so far, with letter case and blanks folded, and to the letter with the approvers of the document; where approvers have keys, the signature is verified.',
    remedy:
      'Let another approver decide. Where votes are signed, use `--key` and `--binding`. Who may approve is in the block `guard/approvals`.',
  },
  'guard/not-waiting': {
    title: 'The request does not wait any more',
    control: 'guard/approvals',
    why: 'A decision stands: a no cannot be turned into a yes, nor silence, and an approval is used once.',
    how: 'The request was approved, denied or used, has expired, or was changed in the store after it was made.',
    remedy:
      'Let the action be asked for again. Where the reason says that the request was changed, find out who can write to the store.',
  },
  'guard/not-yours': {
    title: 'Another caller reserved it',
    control: 'actions',
    why: 'A caller that may settle what others reserved could free their ceilings.',
    how: 'The token, or the host, is not the one to which the reservation was given.',
    remedy: 'Settle as the caller that was allowed, or as an operator who looked into the real system.',
  },
  'guard/settled-already': {
    title: 'It was settled otherwise before',
    control: 'actions',
    why: 'What came of an action is said once. Whoever could say it again could free a ceiling that was used.',
    how: 'The reservation is settled as done or failed, and the settlement now says something else.',
    remedy:
      'Nothing, where the first word was right. Where it was not, the receipts keep it: correct it in the real system.',
  },
};
