import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_FAIL_ON, type Hazard, hazardsOf, isAtLeast, type Severity, UsageError } from '@bezoar/core';
import type { ContributionRules } from '@bezoar/corpus/scan';
import { fileSources } from '../project/file-sources.ts';
import { type Project, shown } from '../project/project.ts';

/** What a scan obeys, after document and flags were put together. */
export interface ScanPolicy {
  readonly hazards: readonly Hazard[];
  readonly failOn: Severity;
  /** Paths and globs. */
  readonly trusted: readonly string[];
  /** What the document says of fields, sources, selection and caps. */
  readonly contributions: ContributionRules;
}

/** What the flags ask for. */
export interface ScanPolicyFlags {
  readonly hazards: readonly Hazard[];
  readonly failOn?: Severity;
  readonly trusted: readonly string[];
  readonly workingDirectory: string;
  /** What the last signed version says, where the document is another one. */
  readonly signedFailOn?: Severity;
}

/**
 * The document decides; flags may tighten, never loosen. Throws `policy/flag-loosens` with every flag that would:
 * a `--fail-on` above the document's, `--hazards` that redefine a declared action, `--trusted` files that the document
 * does not believe (what is trusted explains findings away). A document that is not the signed one cannot raise the
 * severity from which a finding counts: `signedFailOn` is the limit.
 */
export async function scanPolicy(project: Project | undefined, flags: ScanPolicyFlags): Promise<ScanPolicy> {
  if (project === undefined) {
    const { hazards, trusted, failOn = DEFAULT_FAIL_ON } = flags;
    return { hazards, trusted, failOn, contributions: {} };
  }
  const { corpus, actions } = project.model;
  const { review } = corpus;
  const names = new Set(actions?.actions.map(({ name }) => name));
  const faults = flags.hazards
    .filter(({ action }) => names.has(action))
    .map(({ action }) => `\`--hazards\` redefines \`${action}\`, which the document declares`);
  if (review !== undefined && flags.failOn !== undefined && !isAtLeast(review.failOn, flags.failOn)) {
    faults.push(`\`--fail-on ${flags.failOn}\` is above the document's \`fail_on: ${review.failOn}\``);
  }
  const documented = (review?.trusted ?? []).map((path) => shown(join(project.folder, path), flags.workingDirectory));
  if (documented.length > 0) {
    const known = new Set(await Promise.all(documented.map((path) => realPath(path, flags.workingDirectory))));
    for (const path of flags.trusted) {
      if (!known.has(await realPath(path, flags.workingDirectory))) {
        faults.push(`\`--trusted ${path}\` is not among the document's \`trusted:\` (${documented.join(', ')})`);
      }
    }
  }
  if (faults.length > 0) {
    const advice = `flags may tighten ${project.shownPath}, never loosen it; change the document`;
    throw new UsageError('policy/flag-loosens', [...faults, advice].join('\n'));
  }
  const failOn = flags.failOn ?? review?.failOn ?? DEFAULT_FAIL_ON;
  const limit = flags.signedFailOn;
  return {
    hazards: [...(actions === undefined ? [] : hazardsOf(actions)), ...flags.hazards],
    failOn: limit !== undefined && isAtLeast(failOn, limit) ? limit : failOn,
    trusted: documented.length > 0 ? documented : flags.trusted,
    contributions: {
      fields: corpus.fields,
      sourceOf: await fileSources(project, flags.workingDirectory),
      ...(corpus.caps === undefined ? {} : { caps: corpus.caps }),
      ...(corpus.selection === undefined ? {} : { selection: corpus.selection }),
    },
  };
}

/** One name for one file, whatever path leads to it; a glob stands for itself. */
async function realPath(path: string, workingDirectory: string): Promise<string> {
  const absolute = resolve(workingDirectory, path);
  return realpath(absolute).catch(() => absolute);
}
