import { type Finding, isAtLeast, SEVERITIES, type Severity } from '@bezoar/core';
import type { ReportDocument } from '../document/report-document.ts';
import { lineText } from '../document/span.ts';
import { anchorName } from './anchor.ts';
import { blockMarkup } from './block.ts';
import { findingsMarkup } from './finding.ts';
import { dataMarkup, html, lineMarkup, type Markup } from './markup.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/** Nothing is fetched and nothing runs: even a mistake of ours in escaping could not load or send anything. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A report as one self-contained page: no scripts, no links but to itself and to the tool's own address. */
export function renderHtml(document: ReportDocument): string {
  const { headline, tool } = document;
  const name = `${tool.name} ${tool.version}`;
  const page = html`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: CONTENT_SECURITY_POLICY }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${name}">
<title>${document.title}</title>
<style>${{ markup: STYLE_SHEET }}</style>
</head>
<body>
<header class="top"><p class="tool">${toolMarkup(tool.informationUri, name)}<time>${dataMarkup(document.generatedAt)}</time></p>
<h1>${dataMarkup(document.title)}</h1>
<section class="headline ${headline.tone}"><p class="verdict">${dataMarkup(headline.verdict)}</p><p class="sentence">${lineMarkup(headline.sentence)}</p>${countsMarkup(document.findings)}</section>
${contentsMarkup(document)}</header>
<main>
${document.blocks.map(blockMarkup)}${findingsMarkup(document.findings)}${basisMarkup(document)}</main>
</body>
</html>
`;
  return page.markup;
}

function toolMarkup(uri: string | undefined, name: string): Markup {
  const isLinkable = uri !== undefined && /^https:\/\/[A-Za-z0-9.-]+(?:\/[\w./~-]*)?$/.test(uri);
  return isLinkable ? html`<a href="${uri}" rel="noreferrer">${name}</a>` : html`<span>${name}</span>`;
}

function countsMarkup(findings: readonly Finding[]): Markup | undefined {
  const standing = findings.filter(({ status }) => status !== 'accepted' && status !== 'fixed');
  const chips = [...SEVERITIES].reverse().flatMap((severity: Severity) => {
    const count = standing.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [html`<li><a class="chip ${severity}" href="#findings">${count} ${severity}</a></li>`];
  });
  return chips.length === 0 ? undefined : html`<ul class="counts">${chips}</ul>`;
}

function contentsMarkup(document: ReportDocument): Markup | undefined {
  const links = document.blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 1 && block.anchor !== undefined
      ? [html`<li><a href="#${anchorName(block.anchor)}">${lineText(block.text)}</a></li>`]
      : [],
  );
  if (links.length === 0) return undefined;
  return html`<nav aria-label="Contents"><ul>${links}<li><a href="#findings">Findings</a></li><li><a href="#basis">What was read</a></li></ul></nav>`;
}

/** What the report rests on: the files with their digests, and the checks that ran. */
function basisMarkup(document: ReportDocument): Markup {
  const inputs = document.inputs.map(
    ({ path, sha256 }) =>
      html`<tr><td class="grow"><code>${dataMarkup(path)}</code></td><td><code class="id">${dataMarkup(sha256)}</code></td></tr>\n`,
  );
  const checks = document.checks.map((code) => {
    const found = document.findings.filter((finding) => finding.code === code && finding.status !== 'fixed');
    const isGrave = found.some(({ severity }) => isAtLeast(severity, 'high'));
    const result =
      found.length === 0
        ? html`<span class="good">nothing found</span>`
        : html`<span class="${isGrave ? 'bad' : 'warn'}">${found.length} found</span>`;
    return html`<tr><td class="grow"><code>${dataMarkup(code)}</code></td><td>${result}</td></tr>\n`;
  });
  const table = (title: string, second: string, rows: readonly Markup[]): Markup =>
    html`<div class="scroll"><table class="data"><thead><tr><th scope="col">${title}</th><th scope="col">${second}</th></tr></thead><tbody>${rows}</tbody></table></div>\n`;
  return html`<section><h2 id="basis">What was read</h2>\n${inputs.length === 0 ? html`<p class="dim">No files.</p>` : table('Input', 'SHA-256', inputs)}${checks.length === 0 ? undefined : table('Check', 'Result', checks)}</section>\n`;
}
