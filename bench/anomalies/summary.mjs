// @ts-check

/** @typedef {import('../../packages/corpus/dist/near-duplicates/record-finding.js').RecordFinding} RecordFinding */

/**
 * Findings by severity.
 * @param {readonly { readonly finding: { readonly severity: string } }[]} findings
 */
export function summarise(findings) {
  const count = (/** @type {string} */ severity) =>
    findings.filter(({ finding }) => finding.severity === severity).length;
  return { high: count('high') + count('critical'), medium: count('medium'), low: count('low'), info: count('info') };
}

/**
 * `code severity` of findings, without the layer.
 * @param {readonly { readonly finding: { readonly severity: string, readonly code: string } }[]} findings
 */
export function codesOf(findings) {
  return [
    ...new Set(findings.map(({ finding }) => `${finding.code.replace('corpus/', '')} ${finding.severity}`)),
  ].sort();
}
