import type { Conversation } from '@bezoar/core';

/** How often each tool is called in a corpus, and how many of those calls each other tool precedes in its transcript. */
export interface CallOrder {
  readonly calls: ReadonlyMap<string, number>;
  /** Calls that are the first of their transcript. */
  readonly bare: ReadonlyMap<string, number>;
  /** Tool to predecessor to calls of the tool that the predecessor precedes. */
  readonly preceded: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Distinct tools that one corpus may name; past it further names are not counted, so that hostile names cannot fill memory (CWE-770). */
const MAX_TOOLS = 2000;

/** Counts call order over many conversations; parts can be merged. */
export class CallOrderCounter implements CallOrder {
  readonly calls: Map<string, number> = new Map();
  readonly bare: Map<string, number> = new Map();
  readonly preceded: Map<string, Map<string, number>> = new Map();

  add(conversation: Conversation): void {
    const seen = new Set<string>();
    for (const turn of conversation.turns) {
      for (const { name } of turn.toolCalls) {
        this.increment(name, 1, seen);
        if (seen.size === 0 && this.calls.has(name)) this.bare.set(name, (this.bare.get(name) ?? 0) + 1);
        seen.add(name);
      }
    }
  }

  merge(other: CallOrder): void {
    for (const [tool, count] of other.calls) {
      this.increment(tool, count, []);
      const bare = other.bare.get(tool) ?? 0;
      if (bare > 0 && this.calls.has(tool)) this.bare.set(tool, (this.bare.get(tool) ?? 0) + bare);
      const predecessors = this.preceded.get(tool);
      if (predecessors === undefined) continue;
      for (const [before, times] of other.preceded.get(tool) ?? []) {
        predecessors.set(before, (predecessors.get(before) ?? 0) + times);
      }
    }
  }

  private increment(tool: string, times: number, before: Iterable<string>): void {
    const known = this.calls.get(tool);
    if (known === undefined && this.calls.size >= MAX_TOOLS) return;
    this.calls.set(tool, (known ?? 0) + times);
    const predecessors = this.preceded.get(tool) ?? new Map<string, number>();
    this.preceded.set(tool, predecessors);
    for (const name of before) predecessors.set(name, (predecessors.get(name) ?? 0) + times);
  }
}
