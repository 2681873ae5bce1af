/** What an action label says: the tool was called, its hazard's precondition was skipped, or the action was only claimed. */
export interface ActionLabel {
  readonly kind: 'call' | 'hazard';
  readonly action: string;
}

/** `!` sorts before letters, so that of two equally telling labels the hazard is named. */
const HAZARD_MARK = '!';
const CALL_MARK = 'call ';

/** The label of a call, as the phrase engine counts it. */
export function callLabel(action: string): string {
  return `${CALL_MARK}${action}`;
}

/** The label of an action without its precondition. */
export function hazardLabel(action: string): string {
  return `${HAZARD_MARK}${action}`;
}

/** Reads a label back. */
export function parseActionLabel(label: string): ActionLabel {
  return label.startsWith(HAZARD_MARK)
    ? { kind: 'hazard', action: label.slice(HAZARD_MARK.length) }
    : { kind: 'call', action: label.slice(CALL_MARK.length) };
}
