import { CONTROLS, FINDING_CATALOGUE, type Finding, THREATS } from '@bezoar/core';
import { evidenceText } from '../document/evidence-text.ts';
import { findingAnchor } from './anchor.ts';
import { dataMarkup, html, type Markup } from './markup.ts';

/** Most findings that a page lists one by one; the JSON document has them all. */
const MAX_FINDINGS = 500;
/** Longest evidence that a page folds in, in characters. */
const MAX_EVIDENCE_LENGTH = 6_000;

/** The section of all findings, those that still stand first. */
export function findingsMarkup(findings: readonly Finding[]): Markup {
  const isClosed = ({ status }: Finding): boolean => status === 'accepted' || status === 'fixed';
  const ordered = [...findings.filter((finding) => !isClosed(finding)), ...findings.filter(isClosed)];
  const shown = ordered.slice(0, MAX_FINDINGS);
  const more =
    shown.length < ordered.length
      ? html`<p class="dim">${ordered.length - shown.length} more findings are left out of this page; the JSON document has them all.</p>`
      : undefined;
  const none = ordered.length === 0 ? html`<p class="dim">No findings.</p>` : undefined;
  return html`<section><h2 id="findings">Findings</h2>\n${none}${shown.map(findingMarkup)}${more}</section>\n`;
}

function findingMarkup(finding: Finding): Markup {
  const location = finding.location;
  const place =
    location === undefined ? undefined : `${location.file}${location.line === undefined ? '' : `:${location.line}`}`;
  const status = finding.status === undefined ? undefined : html`<span class="chip status">${finding.status}</span>`;
  const threats = finding.threats.map((id) => html`<li>${dataMarkup(id)} ${dataMarkup(THREATS[id]?.title ?? '')}</li>`);
  const control = CONTROLS[finding.control];
  const entry = FINDING_CATALOGUE[finding.code];
  return html`<article class="finding ${finding.severity}" id="${findingAnchor(finding.id)}">
<header><span class="chip ${finding.severity}">${finding.severity}</span>${status}<h3>${dataMarkup(entry?.title ?? finding.code)}</h3><code>${dataMarkup(finding.code)}</code></header>
<p class="subject">${dataMarkup(finding.subject, { maxLength: 400, keep: 'mark' })}</p>
<p>${dataMarkup(finding.message)}</p>
<dl class="facts">${fact('Remedy', dataMarkup(finding.remedy))}${place === undefined ? undefined : fact('Where', html`<code>${dataMarkup(place)}</code>`)}${fact('Control', html`<code>${dataMarkup(finding.control)}</code> ${dataMarkup(control?.title ?? '')}`)}${threats.length === 0 ? undefined : fact('Threats', html`<ul>${threats}</ul>`)}${fact('Id', html`<code class="id">${dataMarkup(finding.id)}</code>`)}</dl>
<details><summary>Evidence and how it is established</summary><p>${dataMarkup(entry?.why ?? '')}</p><p>${dataMarkup(entry?.how ?? '')}</p>
<pre><code>${dataMarkup(evidenceText(finding.evidence), { newline: 'keep', maxLength: MAX_EVIDENCE_LENGTH, keep: 'start' })}</code></pre></details></article>\n`;
}

function fact(title: string, value: Markup): Markup {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
}
