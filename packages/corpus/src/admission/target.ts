import { TRUST_TIERS, type TrustTier, UsageError } from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';
import type { RecordTiers } from './record-tiers.ts';

/** What a corpus is admitted for: a model that serves everybody, or one tenant's own. */
export type AdmissionTarget = { readonly kind: 'base' } | { readonly kind: 'tenant'; readonly tenant: string };

/** Reads `base` or `tenant:ID`. Throws `admit/bad-target`. */
export function parseTarget(text: string): AdmissionTarget {
  if (text === 'base') return { kind: 'base' };
  const tenant = text.startsWith('tenant:') ? text.slice('tenant:'.length) : '';
  if (tenant !== '') return { kind: 'tenant', tenant };
  throw new UsageError('admit/bad-target', `expected \`base\` or \`tenant:ID\`, got \`${text}\``);
}

/** Undoes `parseTarget`. */
export function targetText(target: AdmissionTarget): string {
  return target.kind === 'base' ? 'base' : `tenant:${target.tenant}`;
}

/** A signed decision that lets exactly these records of a tier into a base model, in force. */
export interface BaseAdmission {
  readonly from: TrustTier;
  /** People who signed. */
  readonly signatures: number;
  covers(digest: string): boolean;
}

/** By what a record may train a target. */
export interface TargetRules {
  readonly target: AdmissionTarget;
  readonly admissions: readonly BaseAdmission[];
  /** Signatures that the document in force asks for, by tier. */
  readonly admitToBase: Readonly<Partial<Record<TrustTier, number>>>;
}

/**
 * 1 for every record whose tier may train the target. First-party data may train any model. A customer's may train that
 * customer's, and a base model only with a signed decision over exactly such records, with as many signatures as the
 * document asks for now. Open data may train nothing without such a decision or one that raises it.
 */
export function admissibleRecords(intake: Intake, { tiers, ownerOf }: RecordTiers, rules: TargetRules): Uint8Array {
  const { target, admissions, admitToBase } = rules;
  const admissible = new Uint8Array(intake.records);
  for (let record = 0; record < intake.records; record++) {
    const tier = TRUST_TIERS[tiers[record]!]!;
    const { tenant } = intake.principal(record);
    const owner = ownerOf.get(record);
    let isAdmissible = tier === 'first-party-reviewed' || tier === 'first-party-generated';
    if (!isAdmissible && target.kind === 'tenant') {
      isAdmissible = tier === 'customer-owned' && isOwn(target.tenant, tenant, owner);
    } else if (!isAdmissible) {
      const need = admitToBase[tier];
      isAdmissible =
        need !== undefined &&
        admissions.some(
          ({ from, signatures, covers }) => from === tier && signatures >= need && covers(intake.digest(record)),
        );
    }
    admissible[record] = isAdmissible ? 1 : 0;
  }
  return admissible;
}

/** Whether all that a record goes back to is this tenant's. */
function isOwn(wanted: string, tenant: string, owner: string | undefined): boolean {
  if (owner === undefined) return tenant === wanted;
  return (tenant === '' || tenant === wanted) && owner === wanted;
}
