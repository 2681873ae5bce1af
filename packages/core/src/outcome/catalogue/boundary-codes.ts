import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of what is fetched from outside or learned from users, sorted. */
export const BOUNDARY_CODES = [
  'corpus/coordinated',
  'corpus/echo',
  'corpus/hidden-text',
  'corpus/instruction-in-content',
  'corpus/snapshot-changed',
  'corpus/snapshot-reverted',
  'corpus/snapshot-too-young',
  'corpus/snapshot-unverifiable',
  'corpus/unauthorized-memory',
] as const;

/** What they mean. */
export const BOUNDARY_CATALOGUE: Readonly<Record<(typeof BOUNDARY_CODES)[number], CatalogueEntry>> = {
  'corpus/coordinated': {
    title: 'The same content from many accounts',
    control: 'corpus/absorb',
    why: 'One user who wants the model to learn something is an opinion. The same words from many accounts is a campaign.',
    how: 'Verified likeness between the contributions of different accounts within the window.',
    remedy: 'Take none of them before somebody has read one.',
  },
  'corpus/echo': {
    title: 'A reply that repeats what the user dictated',
    control: 'corpus/absorb',
    why: 'A request to repeat after me turns a model that learns from its users into a write interface for them.',
    how: 'Words of the reply that stand in the same order in the turn before it, and requests to say, repeat or remember something word for word.',
    remedy: 'Do not learn from such turns.',
  },
  'corpus/hidden-text': {
    title: 'Text that a reader of the page does not see',
    control: 'corpus/absorb',
    why: 'What a page hides from people it still shows to a retriever.',
    how: 'Elements that styles, attributes or comments hide, text in the colour of its ground, and text outside of the visible area.',
    remedy: 'Index what a person sees.',
  },
  'corpus/instruction-in-content': {
    title: 'Content that gives the model orders',
    control: 'corpus/absorb',
    why: 'A document or a memory is read as knowledge. One that addresses the model and tells it what to do when something is asked is an attack on whoever retrieves it.',
    how: 'Imperatives addressed to a model or assistant, conditions on later input, and claims of authority, in text that is to be retrieved or remembered. Paraphrases without such words are not seen.',
    remedy: 'Read it in full, with what is hidden made visible, and take it out.',
  },
  'corpus/snapshot-changed': {
    title: 'Content that changed after it was curated',
    control: 'corpus/snapshots',
    why: 'Who curates a list of pages sees one version, who downloads it later gets another: an expired domain costs a few dollars (Carlini et al., 2302.10149).',
    how: 'The digest of what is served now is compared with the digest in the manifest.',
    remedy: 'Use the curated bytes, or curate the page again.',
  },
  'corpus/snapshot-reverted': {
    title: 'An edit that was taken back',
    control: 'corpus/snapshots',
    why: 'What the community reverted was wanted by nobody but its author.',
    how: 'A later revision has the same text digest as an earlier one: everything between the two was reverted. A young revision that brings back a text of long ago is contested, and held.',
    remedy: 'Take the revision that it was reverted to.',
  },
  'corpus/snapshot-too-young': {
    title: 'An edit that is younger than the hold',
    control: 'corpus/snapshots',
    why: 'An edit that is made just before a snapshot is in the snapshot before anybody can revert it.',
    how: 'The time that a revision has stood at the time of the snapshot is compared with the hold: as the text of the page, or in what later revisions kept of it.',
    remedy: 'Take the last revision that has stood for the whole hold.',
  },
  'corpus/snapshot-unverifiable': {
    title: 'Content without a digest to hold it against',
    control: 'corpus/snapshots',
    why: 'A live address without a checksum is whatever its owner says it is on the day of the download.',
    how: 'The manifest has no digest for it, or one that proves little; or the text contradicts the digest that its own export gives.',
    remedy: 'Curate it once: record the digest of the bytes that were looked at.',
  },
  'corpus/unauthorized-memory': {
    title: 'A memory that grants something',
    control: 'corpus/absorb',
    why: 'A note that a customer is pre-approved becomes an authorization the next time it is read.',
    how: 'Statements about permissions, limits, identity or approved actions in what a user causes to be remembered; declared actions are matched by name and claim.',
    remedy: 'Keep such facts where they can be checked, never in a memory that users write.',
  },
};
