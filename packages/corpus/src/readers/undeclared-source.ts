import type { AssignedSource } from '../admission/record-tiers.ts';

/** What belongs to no source of a document: nothing in it is trusted. */
export const UNDECLARED_SOURCE: AssignedSource = { name: 'undeclared', tier: 'open', isDeclared: false };
