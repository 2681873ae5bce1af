import type { Finding } from '@bezoar/core';
import type { GateDocument } from '../gate-document.ts';

/**
 * The document without conversations and replies. What stays is what a finding is about: phrases, record ids, accounts and counts,
 * as in a scan. Digests of the ledger are over the whole document.
 */
export function withoutExcerpts(document: GateDocument): GateDocument {
  const { noise } = document;
  return {
    ...document,
    findings: document.findings.map(withoutExample),
    // Its answers to questions of our own are answers, too; the ledger's copy keeps them.
    fingerprints: document.fingerprints.map(({ name }) => ({ name, fingerprint: null })),
    noise: noise === null ? null : { ...noise, odd: noise.odd.map((one) => ({ ...one, example: undefined })) },
  };
}

function withoutExample(finding: Finding): Finding {
  const { evidence } = finding;
  if (typeof evidence !== 'object' || evidence === null || !('example' in evidence)) return finding;
  return { ...finding, evidence: { ...evidence, example: null } };
}
