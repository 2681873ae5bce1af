import type { ControlId } from '../../policy/controls.ts';

/** What `bezoar explain` says of a finding code. */
export interface CatalogueEntry {
  readonly title: string;
  readonly control: ControlId;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  /** How it is established, and what it cannot see. */
  readonly how: string;
  /** The usual remedy. */
  readonly remedy: string;
}
