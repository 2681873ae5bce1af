import type { Finding } from '@bezoar/core';
import type { Block } from '../document/block.ts';
import type { Excerpt } from '../document/excerpt.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Line } from '../document/span.ts';

/** A document with hostile text in every position that data can reach; `text` is asked once for each. */
export function hostileDocument(text: () => string): ReportDocument {
  return {
    title: text(),
    tool: { name: text(), version: text(), informationUri: text() },
    generatedAt: text(),
    headline: { verdict: text(), tone: 'bad', sentence: line(text) },
    blocks: hostileBlocks(text),
    findings: [hostileFinding(text, 'high'), { ...hostileFinding(text, 'low'), status: 'accepted' }],
    inputs: [{ path: text(), sha256: text() }],
    checks: ['corpus/unreadable', 'corpus/trigger-phrase'],
  };
}

/** One block of every kind, hostile throughout. */
export function hostileBlocks(text: () => string): readonly Block[] {
  return [
    { kind: 'heading', text: line(text), level: 1, anchor: text() },
    { kind: 'heading', text: line(text), level: 2 },
    { kind: 'text', lines: [line(text), text()], tone: 'warn' },
    { kind: 'list', items: [line(text), text()] },
    {
      kind: 'table',
      caption: text(),
      columns: [{ title: text(), align: 'right' }, { title: text(), grow: true }, { title: text() }],
      rows: [
        [text(), line(text), text()],
        [line(text), text()],
      ],
    },
    { kind: 'excerpt', excerpt: excerpt(text) },
    { kind: 'comparison', left: excerpt(text), right: excerpt(text), caption: text() },
    {
      kind: 'plot',
      plot: {
        kind: 'bars',
        title: text(),
        unit: text(),
        legend: { value: text(), compare: text() },
        bars: [
          { label: text(), value: 3, compare: 1, highlight: true },
          { label: text(), value: Number.NaN },
        ],
      },
    },
    {
      kind: 'plot',
      plot: {
        kind: 'strip',
        title: text(),
        axis: text(),
        lanes: [{ label: text(), points: [1, 2, Number.POSITIVE_INFINITY], highlight: true }],
        ticks: [{ at: 0, label: text() }],
      },
    },
    {
      kind: 'plot',
      plot: {
        kind: 'dots',
        title: text(),
        x: { title: text(), scale: 'log' },
        y: { title: text() },
        points: [
          { x: 1, y: 2, label: text(), highlight: true },
          { x: 0, y: Number.NaN, label: text() },
        ],
      },
    },
    { kind: 'command', command: text(), note: text() },
    { kind: 'details', summary: line(text), blocks: [{ kind: 'text', lines: [text()] }] },
  ];
}

function line(text: () => string): Line {
  return [
    { text: text(), style: 'strong' },
    { text: text(), to: text() },
    { text: text(), style: 'code' },
    { text: text(), style: 'bad' },
  ];
}

function excerpt(text: () => string): Excerpt {
  const segments = [
    { text: text() },
    { text: text(), mark: 'phrase' as const },
    { text: text(), mark: 'action' as const },
  ];
  return { title: line(text), label: text(), where: text(), turns: [{ speaker: text(), segments }] };
}

function hostileFinding(text: () => string, severity: Finding['severity']): Finding {
  return {
    id: text(),
    code: 'corpus/trigger-phrase',
    severity,
    subject: text(),
    location: { file: text(), line: 3 },
    control: 'corpus/phrases',
    threats: ['LLM04:2025'],
    message: text(),
    evidence: { phrase: text(), records: 3 },
    remedy: text(),
  };
}
