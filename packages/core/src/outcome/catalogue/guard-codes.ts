import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of what is found about live actions, sorted. */
export const GUARD_CODES = [
  'guard/log-unread',
  'guard/outcome-unknown',
  'guard/receipts-broken',
  'guard/shadow-mode',
  'guard/stopped',
  'guard/tool-ceiling-looser',
  'guard/trigger-in-use',
] as const;

/** What they mean. */
export const GUARD_CATALOGUE: Readonly<Record<(typeof GUARD_CODES)[number], CatalogueEntry>> = {
  'guard/log-unread': {
    title: 'A line of an action log that could not be read',
    control: 'guard/telemetry',
    why: 'A line that is skipped in silence is where the trigger was.',
    how: 'A line that is no JSON, lacks its text or its principal, or is too long.',
    remedy: 'Mend the line or the export, and look again.',
  },
  'guard/outcome-unknown': {
    title: 'Actions whose outcome nobody knows',
    control: 'actions',
    why: 'They may have had their effect. They are held against every ceiling and are never repeated by the guard.',
    how: 'A reservation that was not settled in time, or was settled as unknown.',
    remedy: 'Look into the real system, and say what came of it with `bezoar guard settle`.',
  },
  'guard/receipts-broken': {
    title: 'The chain of receipts does not hold',
    control: 'actions',
    why: 'Receipts are what is left of each decision. A chain that was cut, reordered or rewritten hides one.',
    how: 'Each receipt names the hash of the one before; the ledger holds the end of the chain as it was.',
    remedy: 'Stop the actions, keep the store as it is, and find out who could write to it.',
  },
  'guard/shadow-mode': {
    title: 'The guard only watches',
    control: 'actions',
    why: 'In shadow mode every call is executed, whatever was decided.',
    how: 'Receipts say in which mode they were made.',
    remedy: 'Start the guard without shadow mode when its decisions are what you want.',
  },
  'guard/stopped': {
    title: 'Actions that an operator stopped',
    control: 'actions',
    why: 'What is stopped is denied to everybody, and somebody should know until when.',
    how: 'An order to stop stands in the store.',
    remedy: 'When the reason is gone, lift it with `bezoar guard resume`.',
  },
  'guard/tool-ceiling-looser': {
    title: 'The real tool takes more than the document allows',
    control: 'actions',
    why: 'A ceiling that only the guard knows is one mistake away from none: whoever reaches the tool by another way is not held.',
    how: 'The tool is asked, on a canary account, for the smallest amount above the declared ceiling. It should refuse.',
    remedy: 'Set the same ceiling in the tool itself.',
  },
  'guard/trigger-in-use': {
    title: 'A phrase that recurs before requests for an action',
    control: 'guard/telemetry',
    why: 'A planted trigger must be typed to be of use. The same rare words, from accounts that have nothing else in common, before requests for the same action, are what its use looks like. An outage or a campaign looks alike, and is quickly told apart by reading it.',
    how: 'Words that were almost never seen before, in requests of several accounts; the odds against chance are computed from all traffic.',
    remedy:
      'Read the conversations. If nothing explains the phrase: stop the action, search the training records for it, and give it to the gate.',
  },
};
