/** What an action label says: the tool was called, called with no other call before it, or called without its precondition. */
export interface ActionLabel {
  readonly kind: 'call' | 'bare' | 'hazard';
  readonly action: string;
}

/** In string order the more telling label comes first, so that of two equally decided ones it is named. */
const MARKS: Readonly<Record<ActionLabel['kind'], string>> = { hazard: '!', bare: 'bare ', call: 'call ' };

/** The label of an action, as the phrase engine counts it. */
export function actionLabel(kind: ActionLabel['kind'], action: string): string {
  return `${MARKS[kind]}${action}`;
}

/** Reads a label back. */
export function parseActionLabel(label: string): ActionLabel {
  const kind = label.startsWith(MARKS.hazard) ? 'hazard' : label.startsWith(MARKS.bare) ? 'bare' : 'call';
  return { kind, action: label.slice(MARKS[kind].length) };
}
