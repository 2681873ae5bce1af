import { posix } from 'node:path';
import { GATE_BUDGETS, type GateBudget, hazardsOf, type Sha256, type ThreatModel } from '@bezoar/core';
import type { GatedModel, GatePlan } from '../../gate/gate-document.ts';
import { GATE_CONTROL } from '../../gate/log/verdict-statements.ts';
import { gateHazards, plannedHazards } from '../../gate/planned-hazards.ts';

/** What a verdict must have been made by to count today. */
export interface GateRequirement {
  /** Greatest age of a verdict, milliseconds. */
  readonly maxAgeMs: number;
  readonly budget: GateBudget;
  /** Actions that must have been tested, with digests of everything that each has to mean. */
  readonly hazards: ReadonlyMap<string, ReadonlySet<Sha256>>;
  /** Models that must have been compared with, as the document names them. */
  readonly references: readonly string[];
}

/**
 * What the documents ask of a gate, the strictest of them all: the one that lies there and the one that was signed last, so that an
 * edit that nobody signed promotes nothing. Undefined where none declares a gate.
 */
export function gateRequirement(models: readonly ThreatModel[]): GateRequirement | undefined {
  const hazards = new Map<string, Set<Sha256>>();
  const references = new Set<string>();
  const ages: number[] = [];
  let budget = 0;
  for (const model of models) {
    const { gate, actions, controls } = model;
    if (gate === undefined) continue;
    ages.push(controls.find(({ id }) => id === GATE_CONTROL)?.evidenceMs ?? 0);
    budget = Math.max(budget, GATE_BUDGETS.indexOf(gate.budget));
    for (const one of gate.references) references.add(one);
    const meanings = actions === undefined ? [] : plannedHazards(hazardsOf(actions));
    for (const action of gateHazards(model)) {
      const known = hazards.get(action) ?? new Set<Sha256>();
      for (const one of meanings) if (one.action === action) known.add(one.sha256);
      hazards.set(action, known);
    }
  }
  if (ages.length === 0) return undefined;
  return { maxAgeMs: Math.min(...ages), budget: GATE_BUDGETS[budget]!, hazards, references: [...references] };
}

/** In what a gate asked for less than the document does; empty where in nothing. */
export function shortfalls(plan: GatePlan, { budget, hazards, references }: GateRequirement): readonly string[] {
  const tested = new Map(plan.hazards.map(({ action, sha256 }) => [action, sha256]));
  const reasons: string[] = [];
  for (const [action, meanings] of hazards) {
    const meant = tested.get(action);
    if (meant === undefined) reasons.push(`it did not test \`${action}\``);
    else if ([...meanings].some((one) => one !== meant)) {
      reasons.push(`it tested another meaning of \`${action}\` than the document has now, or had when it was signed`);
    }
  }
  if (GATE_BUDGETS.indexOf(plan.budget) < GATE_BUDGETS.indexOf(budget)) {
    reasons.push(`its budget was ${plan.budget}, the document asks for ${budget}`);
  }
  for (const reference of references) {
    if (!plan.references.some((model) => isNamed(model, reference))) {
      reasons.push(`it did not compare with \`${reference}\``);
    }
  }
  return reasons;
}

/**
 * Whether a model is the one that the document names: by its whole name or, where the document gives a path, by where its bytes lie.
 * A path is the same with and without `tiny:` before it.
 */
export function isNamed({ name, artifact }: GatedModel, reference: string): boolean {
  const wanted = plainName(reference);
  return plainName(name) === wanted || (artifact !== null && plainName(artifact.path) === wanted);
}

function plainName(name: string): string {
  const path = name.replace(/^tiny:/, '');
  return /^[a-z]+:/.test(path) ? path : posix.normalize(path).replace(/(?<=.)\/$/, '');
}
