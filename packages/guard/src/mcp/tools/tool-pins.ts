/** Digests of tools as they were first described, so that a later change is noticed (tool poisoning, "rug pull"). */
export interface ToolPins {
  /** `new`: pinned now. `changed` is told apart from `known-change`, the same change seen again. */
  see(tool: string, digest: string): 'new' | 'same' | 'changed' | 'known-change';
  /** Whether the tool was last described otherwise than pinned. */
  isChanged(tool: string): boolean;
  pinOf(tool: string): string | undefined;
}

/** Pins of one server, kept over sessions. INVARIANT: only tools of the policy are shown to it, which bounds it. */
export function createToolPins(pinned: ReadonlyMap<string, string> = new Map()): ToolPins {
  const pins = new Map(pinned);
  const changes = new Map<string, string>();
  return {
    see: (tool, digest) => {
      const pin = pins.get(tool);
      if (pin === undefined) {
        pins.set(tool, digest);
        return 'new';
      }
      if (pin === digest) {
        changes.delete(tool);
        return 'same';
      }
      const isKnown = changes.get(tool) === digest;
      changes.set(tool, digest);
      return isKnown ? 'known-change' : 'changed';
    },
    isChanged: (tool) => changes.has(tool),
    pinOf: (tool) => pins.get(tool),
  };
}
