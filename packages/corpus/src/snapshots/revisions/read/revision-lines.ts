import { isSha256, sha256 } from '@bezoar/core';
import { parseWebUrl } from '@bezoar/core/network';
import { isJsonObject, ownField, ownText } from '../../../readers/record/own-field.ts';
import type { Problem, Unreadable } from '../../../readers/unreadable.ts';
import { textLines } from '../../manifest/text-lines.ts';
import type { Revision } from '../revision.ts';
import { MAX_PAGE_REVISIONS, type PageHistory } from './page-history.ts';
import type { PageTexts } from './page-texts.ts';

/** Most revisions of one file; they are sorted by page in memory (CWE-770). */
const MAX_REVISIONS = 5_000_000;

/** Pages of a file of revisions. */
export interface RevisionLines {
  readonly pages: readonly PageHistory[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads revisions as JSON lines: `{"url", "revision", "at", "text" or "sha256"}` and optionally `account` and `title`, in
 * any order. `at` is ISO 8601 with a time zone.
 */
export async function readRevisionLines(
  path: string,
  file: string,
  texts: PageTexts,
  signal?: AbortSignal,
): Promise<RevisionLines> {
  const pages = new Map<string, { title?: string; revisions: Revision[]; ids: Set<string> }>();
  const unreadable: Unreadable[] = [];
  let count = 0;
  const lines = textLines(file, signal);
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) {
    const { line, text } = next.value;
    if (text?.trim() === '') continue;
    const read = text === undefined ? TOO_LONG : revisionOf(text, texts);
    if ('reason' in read) {
      unreadable.push({ file: path, line, ...read });
      continue;
    }
    const { url, title, revision } = read;
    const page = pages.get(url) ?? { ...(title === undefined ? {} : { title }), revisions: [], ids: new Set<string>() };
    pages.set(url, page);
    if (page.ids.has(revision.id)) unreadable.push({ file: path, line, ...TWICE });
    else if (++count > MAX_REVISIONS || page.revisions.length >= MAX_PAGE_REVISIONS) {
      const reason = `it has more than ${MAX_REVISIONS} revisions; the rest was not read`;
      unreadable.push({ file: path, line, code: 'too-many-fields', reason });
      await lines.return(undefined);
      return { pages: [], unreadable };
    } else {
      page.ids.add(revision.id);
      page.revisions.push(revision);
    }
  }
  if (next.value !== undefined) unreadable.push({ file: path, ...next.value });
  const histories = [...pages].map(([url, { title, revisions }]): PageHistory => {
    const parsed = parseWebUrl(url);
    const source = 'url' in parsed ? parsed.url.host : path;
    return { key: url, url, source, revisions, ...(title === undefined ? {} : { title }) };
  });
  return { pages: histories, unreadable };
}

const TOO_LONG: Problem = { code: 'line-too-long', reason: 'the line is too long' };
const TWICE: Problem = { code: 'not-a-record', reason: 'the page has this revision twice' };

interface ReadRevision {
  readonly url: string;
  readonly title?: string;
  readonly revision: Revision;
}

function revisionOf(line: string, texts: PageTexts): ReadRevision | Problem {
  const problem = (reason: string): Problem => ({ code: 'not-a-record', reason });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { code: 'not-json', reason: 'it is not JSON' };
  }
  if (!isJsonObject(value)) return problem('it is not an object');
  const url = ownText(value, 'url') ?? '';
  const id = ownField(value, 'revision');
  const at = timeOf(ownField(value, 'at'));
  if (url === '') return problem('it has no `url`');
  if ((typeof id !== 'string' || id === '') && !Number.isSafeInteger(id)) return problem('it has no `revision`');
  if (at === undefined) return problem('its `at` is not ISO 8601 with a time zone');
  const account = ownText(value, 'account');
  const title = ownText(value, 'title');
  const content = textFields(ownField(value, 'text'), ownField(value, 'sha256'), texts);
  if (content === undefined) return problem('it has neither `text` nor a `sha256` of 64 hexadecimal digits');
  const revision: Revision = { id: String(id), at, ...(account === undefined ? {} : { account }), ...content };
  return { url, revision, ...(title === undefined ? {} : { title }) };
}

function textFields(
  text: unknown,
  claimed: unknown,
  texts: PageTexts,
): Pick<Revision, 'digest' | 'fault' | 'isContradicted'> | undefined {
  const digest = typeof claimed === 'string' ? claimed.toLowerCase() : undefined;
  if (claimed !== undefined && claimed !== null && (digest === undefined || !isSha256(digest))) return undefined;
  if (typeof text !== 'string') return digest === undefined ? undefined : { digest };
  const own = sha256(text);
  if (digest !== undefined && digest !== own) {
    return { fault: 'its text is not what its `sha256` says', isContradicted: true };
  }
  texts.put(own, text);
  return { digest: own };
}

function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const at = isIso ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
