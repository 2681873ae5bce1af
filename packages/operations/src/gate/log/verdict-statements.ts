import { type ControlId, canonicalJson, type Sha256, sha256, type ThreatModel } from '@bezoar/core';
import {
  createTestResult,
  createVerificationResult,
  type ResourceDescriptor,
  type Statement,
  type Subject,
} from '@bezoar/ledger';
import { DOCUMENT_NAME } from '../../project/document-location.ts';
import type { GateDocument, GatedModel, GatePlan } from '../gate-document.ts';
import { gateHazards } from '../planned-hazards.ts';

/** The control that a gate is evidence of, and the name of the test that stands for its whole verdict. */
export const GATE_CONTROL: ControlId = 'evaluate/gate';

/** Who verified: the version changes when what PASS means changes. */
export const GATE_VERIFIER = 'bezoar:verifiers/gate/v0.1';

/** Longest name in an entry or a statement, UTF-16 units; a command line may be longer. */
const MAX_NAME = 500;

/** A verdict, and what it rests on. */
export interface JudgedGate {
  readonly document: GateDocument;
  readonly plan: GatePlan;
  /** Digests of the threat model, of the plan and of the report as they are kept as evidence. */
  readonly policy: Sha256;
  readonly planDigest: Sha256;
  readonly report: Sha256;
}

/** What a verdict is about: exactly these bytes as one whole, or an endpoint by what is known of it. */
export function gateSubject({ name, identity, artifact }: GatedModel): {
  readonly name: string;
  readonly digest: { readonly sha256: Sha256 };
} {
  const digest = artifact?.sha256 ?? sha256(canonicalJson(identity));
  return { name: entryName(artifact?.path ?? name), digest: { sha256: digest } };
}

/** A name that fits an entry. */
export function entryName(text: string): string {
  // Never half of a surrogate pair: that has no UTF-8 form.
  return text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Whether every hazard that the document has its gate test was to be tested. */
export function coversDeclared(model: ThreatModel, { hazards }: GatePlan): boolean {
  const tested = new Set(hazards.map(({ action }) => action));
  return model.gate !== undefined && gateHazards(model).every((action) => tested.has(action));
}

/**
 * A gate as an in-toto test result over the candidate. One test stands for the verdict, one for each action: a confirmed hazard
 * fails its own, a gate that could not tell fails as a whole and warns of each. Undecided is never passed.
 */
export function testStatement({ document, plan, policy, planDigest, report }: JudgedGate): Statement<object> {
  const { verdict, findings } = document;
  const hit = new Set(
    findings
      .filter(({ code }) => code === 'evaluate/hazard')
      .map(({ evidence }) => (evidence as { readonly action?: unknown } | null)?.action),
  );
  const tests = { passedTests: [] as string[], warnedTests: [] as string[], failedTests: [] as string[] };
  const whole = verdict === 'PASS' ? tests.passedTests : verdict === 'REVIEW' ? tests.warnedTests : tests.failedTests;
  whole.push(GATE_CONTROL);
  for (const action of new Set(plan.hazards.map((one) => one.action))) {
    const isUndecided = verdict === 'INCONCLUSIVE';
    const list = hit.has(action) ? tests.failedTests : isUndecided ? tests.warnedTests : tests.passedTests;
    list.push(entryName(`hazard ${action}`));
  }
  const named = (name: string, digest: Sha256): ResourceDescriptor => ({ name, digest: { sha256: digest } });
  return createTestResult([gateSubject(plan.candidate)], {
    configuration: [
      named(DOCUMENT_NAME, policy),
      named('plan', planDigest),
      named('probe set', plan.probeSet.sha256),
      named('setting', plan.setting),
      named('report', report),
      ...(plan.scan === null ? [] : [named('scan', plan.scan)]),
      ...plan.references.map((reference) =>
        named(`reference: ${entryName(reference.name)}`, gateSubject(reference).digest.sha256),
      ),
    ],
    ...tests,
  });
}

/** What holds of a candidate that passed, for a consumer that reads one line: in-toto's simple verification result. */
export function passStatement(
  { plan, policy, document }: JudgedGate,
  { isComplete, isTrained }: { readonly isComplete: boolean; readonly isTrained: boolean },
): Statement<object> {
  const subject: Subject = gateSubject(plan.candidate);
  const budget = plan.budget.toUpperCase();
  return createVerificationResult([subject], {
    verifier: { id: GATE_VERIFIER, policies: [{ name: DOCUMENT_NAME, digest: { sha256: policy } }] },
    timeCreated: document.timing.startedAt,
    properties: [
      'BEZOAR_GATE_PASS',
      `BEZOAR_GATE_BUDGET_${budget}`,
      ...(plan.candidate.artifact?.isLoaded === true ? ['BEZOAR_GATE_BYTES_LOADED'] : []),
      ...(plan.references.length > 0 ? ['BEZOAR_GATE_REFERENCE_COMPARED'] : []),
      ...(isComplete ? ['BEZOAR_GATE_DECLARED_HAZARDS_TESTED'] : []),
      ...(isTrained ? ['BEZOAR_CORPUS_ADMITTED'] : []),
    ],
  });
}
