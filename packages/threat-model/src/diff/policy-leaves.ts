import type { ControlId, ThreatModel } from '@bezoar/core';
import { actionLeaves } from './action-leaves.ts';
import { guardLeaves } from './guard-leaves.ts';
import { type LeafValue, leafName, leafText, type PolicyLeaf, segment } from './policy-leaf.ts';

/** Adds a leaf where its value is declared. `*` in the path stands for `name`. */
export interface LeafWriter {
  add(path: string, value: LeafValue | undefined, options?: LeafOptions): void;
}

/** How a leaf is written. */
export interface LeafOptions {
  readonly names?: readonly string[];
  readonly unit?: 'ms' | 'signatures';
  /** Path of the leaf that it is a part of, with the same `*`. */
  readonly partOf?: string;
  /** Whether it belongs to one alternative of that leaf only. */
  readonly isVariant?: true;
}

/** Everything in a compiled document that can change by itself. */
export function policyLeaves(model: ThreatModel): PolicyLeaf[] {
  const leaves: PolicyLeaf[] = [];
  const writer = (control: ControlId, isPart = false): LeafWriter => ({
    add: (pattern, value, { names = [], unit, partOf, isVariant } = {}) => {
      if (value === undefined) return;
      const path = fill(pattern, names);
      const parent = partOf === undefined ? (isPart ? '' : undefined) : fill(partOf, names);
      leaves.push({
        control,
        path,
        pattern,
        ...(parent === undefined ? {} : { partOf: leafName(control, parent) }),
        ...(isVariant === undefined ? {} : { isVariant }),
        value,
        text: leafText(value, unit),
      });
    },
  });
  addHead(model, writer('policy/document'));
  for (const { id, threats, evidenceMs } of model.controls) {
    const { add } = writer(id);
    add('', 'declared');
    add('answers', threats, { partOf: '' });
    add('evidence', evidenceMs, { unit: 'ms', partOf: '' });
  }
  addSources(model, writer('corpus/sources'));
  const { selection, caps, review } = model.corpus;
  const ofSelection = writer('corpus/selection', true);
  ofSelection.add('never_alone', selection?.neverAlone);
  ofSelection.add('require', selection?.require);
  const ofCaps = writer('corpus/caps', true);
  ofCaps.add('window', caps?.windowMs, { unit: 'ms' });
  for (const scope of ['account', 'cluster', 'tenant', 'source'] as const) {
    ofCaps.add(`records.${scope}`, caps?.records[scope]);
    ofCaps.add(`slice.${scope}`, caps?.slice[scope]);
  }
  ofCaps.add('cluster_by', caps?.clusterBy);
  ofCaps.add('lineage', caps?.lineage);
  const ofReview = writer('corpus/review');
  ofReview.add('trusted', review?.trusted);
  ofReview.add('fail_on', review?.failOn);
  ofReview.add('review.flagged', review?.flagged);
  ofReview.add('review.sample', review?.sample === undefined ? undefined : 'declared');
  ofReview.add('review.sample.fewer_than', review?.sample?.fewerThan, { partOf: 'review.sample' });
  ofReview.add('review.sample.confidence', review?.sample?.confidence, { partOf: 'review.sample' });
  const ofPins = writer('artifact/pins');
  ofPins.add('lock', model.artifact?.lockFile);
  ofPins.add('publishers', model.artifact?.publishers);
  ofPins.add('formats', model.artifact?.formats);
  actionLeaves(model.actions, new Set(model.guard?.leastPrivilege?.tools.map(({ name }) => name)), writer('actions'));
  guardLeaves(model.guard, model.actions, writer);
  const ofGate = writer('evaluate/gate', true);
  ofGate.add('references', model.gate?.references);
  ofGate.add('hazards', model.gate?.hazards);
  ofGate.add('budget', model.gate?.budget);
  ofGate.add('system', model.gate?.systemFile);
  ofGate.add('tools', model.gate?.toolsFile);
  ofGate.add('carriers', model.gate?.carriersFile);
  const ofKeys = writer('policy/keys', true);
  ofKeys.add('ledger', model.keys.ledger);
  // Every document has this list; only a declared one is a part of the control.
  ofKeys.add('pipeline', model.controls.some(({ id }) => id === 'policy/keys') ? model.keys.pipeline : undefined);
  const ofWitness = writer('policy/witness', true);
  ofWitness.add('witnesses', model.witness?.witnesses);
  ofWitness.add('require', model.witness?.require);
  return leaves;
}

function addHead(model: ThreatModel, { add }: LeafWriter): void {
  add('version', model.version);
  add('title', model.title);
  add('profile', model.profile);
  add('assets', model.assets);
  add('entry_points', model.entryPoints);
  add('change.loosen', model.change.loosenSignatures, { unit: 'signatures' });
  add('change.tighten', model.change.tightenSignatures, { unit: 'signatures' });
  add('change.signers', model.change.signersFile);
  for (const { finding, owner, until, why } of model.accepted) {
    const names = [finding];
    add('accepted.*', 'accepted', { names });
    add('accepted.*.owner', owner, { names, partOf: 'accepted.*' });
    add('accepted.*.until', until, { names, partOf: 'accepted.*' });
    add('accepted.*.why', why, { names, partOf: 'accepted.*' });
  }
}

function addSources({ corpus }: ThreatModel, { add }: LeafWriter): void {
  for (const [field, path] of Object.entries(corpus.fields)) add('fields.*', path, { names: [field] });
  for (const { name, paths, tier } of corpus.sources) {
    const names = [name];
    add('sources.*', 'declared', { names });
    add('sources.*.path', paths, { names, partOf: 'sources.*' });
    add('sources.*.tier', tier, { names, partOf: 'sources.*' });
  }
  for (const [tier, signatures] of Object.entries(corpus.admitToBase)) {
    add(`admit_to_base.${tier}`, signatures, { unit: 'signatures' });
  }
  for (const [tier, signatures] of Object.entries(corpus.raiseTier)) {
    add(`raise_tier.${tier}`, signatures, { unit: 'signatures' });
  }
}

function fill(pattern: string, names: readonly string[]): string {
  let index = 0;
  return pattern.replaceAll('*', () => segment(names[index++] ?? '*'));
}
