import {
  CONTROL_IDS,
  type ControlId,
  FINDING_CATALOGUE,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  isAtLeast,
  type Severity,
} from '@bezoar/core';
import type { ReportDocument } from './document/report-document.ts';
import { isoDateTime } from './document/timestamp.ts';
import { visibleText } from './inert/visible-text.ts';

/** What fails a JUnit report. */
export interface JunitOptions {
  /** Findings at or above this severity are failures; lesser ones are written out beside a passed case. */
  readonly failOn: Severity;
}

/** Most findings that one case spells out. */
const MAX_LISTED = 100;

type CaseResult = 'passed' | 'failed' | 'skipped';

interface Case {
  readonly markup: string;
  readonly result: CaseResult;
}

/**
 * The findings as JUnit XML: a suite for each control, a case for each finding code. Only checks that ran are cases: a
 * check that did not run is never reported as passed. Accepted risks are skipped, fixed findings do not count.
 */
export function renderJunit(document: ReportDocument, options: JunitOptions): string {
  const found = new Set(document.findings.map(({ code }) => code));
  const codes = FINDING_CODES.filter((code) => document.checks.includes(code) || found.has(code));
  const timestamp = isoDateTime(document.generatedAt);
  const suites = CONTROL_IDS.map((control) => {
    const cases = codes
      .filter((code) => controlOf(code) === control)
      .map((code) =>
        testCase(
          code,
          document.findings.filter((finding) => finding.code === code),
          options,
        ),
      );
    return { control, cases };
  }).filter(({ cases }) => cases.length > 0);
  const lines = suites.map(
    ({ control, cases }) =>
      `  <testsuite name="${attribute(control)}"${counts(cases)}${timestamp === undefined ? '' : ` timestamp="${timestamp.slice(0, 19)}"`}>\n${cases.map(({ markup }) => markup).join('')}  </testsuite>\n`,
  );
  const name = attribute(`${document.tool.name} ${document.tool.version}: ${document.title}`);
  const all = suites.flatMap(({ cases }) => cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}"${counts(all)}>\n${lines.join('')}</testsuites>\n`;
}

function controlOf(code: FindingCode): ControlId {
  return FINDING_CATALOGUE[code].control;
}

function counts(cases: readonly Case[]): string {
  const count = (result: CaseResult): number => cases.filter((item) => item.result === result).length;
  return ` tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="0"`;
}

function testCase(code: FindingCode, findings: readonly Finding[], options: JunitOptions): Case {
  const standing = findings.filter(({ status }) => status !== 'fixed' && status !== 'accepted');
  const accepted = findings.filter(({ status }) => status === 'accepted');
  const failing = standing.filter(({ severity }) => isAtLeast(severity, options.failOn));
  const lesser = standing.filter((finding) => !failing.includes(finding));
  const name = `${FINDING_CATALOGUE[code].title} (${code})`;
  const open = `    <testcase classname="bezoar.${attribute(code.replaceAll('/', '.'))}" name="${attribute(name)}" time="0">`;
  const output = lesser.length === 0 ? '' : `\n      <system-out>${listing(lesser)}</system-out>`;
  if (failing.length > 0) {
    const first = failing[0]!;
    const message = failing.length === 1 ? first.message : `${failing.length} findings, the first: ${first.message}`;
    const failure = `\n      <failure type="${attribute(first.severity)}" message="${attribute(message)}">${listing(failing)}</failure>`;
    return { result: 'failed', markup: `${open}${failure}${output}\n    </testcase>\n` };
  }
  if (accepted.length > 0 && lesser.length === 0) {
    const skipped = `\n      <skipped message="${attribute(`accepted risk: ${accepted.map(({ id }) => id).join(', ')}`)}"/>`;
    return { result: 'skipped', markup: `${open}${skipped}\n    </testcase>\n` };
  }
  return { result: 'passed', markup: `${open}${output === '' ? '' : `${output}\n    `}</testcase>\n` };
}

function listing(findings: readonly Finding[]): string {
  const listed = findings.slice(0, MAX_LISTED).map((finding) => {
    const { location } = finding;
    const line = location?.line === undefined ? '' : `:${location.line}`;
    const place = location === undefined ? '' : `\n  at ${content(`${location.file}${line}`)}`;
    return `${finding.severity} ${content(finding.id)}\n  ${content(finding.message)}${place}\n  remedy: ${content(finding.remedy)}`;
  });
  const left = findings.length - listed.length;
  return `\n${listed.join('\n')}${left > 0 ? `\nand ${left} more` : ''}\n`;
}

function attribute(text: string): string {
  return escapeXml(visibleText(text, { maxLength: 1_000 }));
}

function content(text: string): string {
  return escapeXml(visibleText(text, { maxLength: 4_000 }));
}

/** Escapes inert text for XML 1.0: characters that XML forbids (2.2) were made visible before, `]]>` cannot remain. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
