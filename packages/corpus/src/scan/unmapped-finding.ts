import { catalogueFinding, type Finding } from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';

/** Evidence of `corpus/unmapped-field`. */
export interface UnmappedEvidence {
  readonly field: 'account' | 'tenant';
  /** Where the document says that it stands. */
  readonly path: string;
  readonly records: number;
}

/**
 * A mapping that leads nowhere: `account` or `tenant` is mapped and no record has it, so that evidence that is counted over
 * accounts is blind. Medium: records that name nobody are no sign of planting, as they are none without a document.
 */
export function unmappedFindings({ fields, parts, records }: Intake): Finding<UnmappedEvidence>[] {
  const code = 'corpus/unmapped-field';
  const found = {
    account: parts.some(({ accountNames }) => accountNames.some((name) => name !== '')),
    tenant: parts.some(({ tenantNames }) => tenantNames.some((name) => name !== '')),
  };
  return (['account', 'tenant'] as const).flatMap((field): Finding<UnmappedEvidence>[] => {
    const path = fields[field];
    if (path === undefined || records === 0 || found[field]) return [];
    return [
      catalogueFinding({
        identity: field,
        code,
        severity: 'medium',
        subject: path,
        message: `the threat model maps \`${field}\` to \`${path}\`, which none of ${records} records has`,
        evidence: { field, path, records },
      }),
    ];
  });
}
