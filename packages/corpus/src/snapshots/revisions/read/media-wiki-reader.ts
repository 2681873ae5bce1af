import { sha256 } from '@bezoar/core';
import { parseWebUrl } from '@bezoar/core/network';
import type { Revision } from '../revision.ts';
import type { XmlHandler } from '../xml/xml-reader.ts';
import { MAX_PAGE_REVISIONS, MAX_TEXT_LENGTH, type PageHistory } from './page-history.ts';
import type { PageTexts } from './page-texts.ts';
import { sha1Base36 } from './sha1-base36.ts';

/** Longest title, name or number, UTF-16 units. MediaWiki stores 255 bytes (CWE-770). */
const MAX_FIELD_LENGTH = 4096;

/** What is done with what is read. A text in the answer stops the reading and says why. */
export interface MediaWikiSink {
  /** A page is whole. Its texts are in `texts` until it returns. */
  page?(page: PageHistory): string | undefined;
  /** A revision's time. */
  time?(at: number): void;
}

/** Where a field stands, from the document element down. */
const FIELDS: ReadonlySet<string> = new Set([
  'mediawiki/siteinfo/base',
  'mediawiki/siteinfo/dbname',
  'mediawiki/page/title',
  'mediawiki/page/id',
  'mediawiki/page/revision/id',
  'mediawiki/page/revision/timestamp',
  'mediawiki/page/revision/contributor/username',
  'mediawiki/page/revision/contributor/ip',
  'mediawiki/page/revision/sha1',
]);
const PAGE = 'mediawiki/page';
const REVISION = 'mediawiki/page/revision';
const TEXT = 'mediawiki/page/revision/text';

/**
 * Reads pages of a MediaWiki revision export (XML schema 0.10 and 0.11): for each revision its number, time, contributor
 * and text, and the SHA-1 that the export gives for it. Slots beside the main one are passed over. With `texts` absent
 * only times are told.
 */
export function readMediaWiki(sink: MediaWikiSink, texts: PageTexts | undefined): XmlHandler {
  const path: string[] = [];
  let place = '';
  let pieces: string[] = [];
  let length = 0;
  let fields = new Map<string, string>();
  let site = { base: '', dbname: '' };
  let revisions: Revision[] = [];
  let text: { readonly isDeleted: boolean; readonly sha1: string | undefined } | undefined;
  let hasSlots = false;

  const isWanted = (): boolean => FIELDS.has(place) || (place === TEXT && texts !== undefined);

  const endRevision = (): string | undefined => {
    const id = fields.get(`${REVISION}/id`) ?? '';
    const time = fields.get(`${REVISION}/timestamp`) ?? '';
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) ? Date.parse(time) : Number.NaN;
    if (!/^\d{1,19}$/.test(id)) return 'a revision without a number';
    if (Number.isNaN(at)) return 'a revision without a time';
    sink.time?.(at);
    if (texts === undefined) return undefined;
    if (revisions.length >= MAX_PAGE_REVISIONS) return `a page with more than ${MAX_PAGE_REVISIONS} revisions`;
    const account = fields.get(`${REVISION}/contributor/username`) ?? fields.get(`${REVISION}/contributor/ip`);
    revisions.push({ id, at, ...(account === undefined ? {} : { account }), ...textOfRevision(texts) });
    return undefined;
  };

  /** The digest of the text that was read, or why there is none. */
  const textOfRevision = (store: PageTexts): Pick<Revision, 'digest' | 'fault' | 'isContradicted'> => {
    const body = fields.get(TEXT);
    if (text === undefined || text.isDeleted) return { fault: 'its text is hidden' };
    if (body === undefined) return { fault: `its text is longer than ${MAX_TEXT_LENGTH} characters` };
    // With several slots the revision's own SHA-1 is over all of them (MediaWiki's multi-content revisions).
    const claimed = text.sha1 || (hasSlots ? '' : (fields.get(`${REVISION}/sha1`) ?? ''));
    if (claimed === '' || claimed === sha1Base36(body)) {
      const digest = sha256(body);
      store.put(digest, body);
      return { digest };
    }
    if (body === '') return { fault: 'the export holds no texts' };
    return { fault: 'its text is not what the SHA-1 of the export says', isContradicted: true };
  };

  const endPage = (): string | undefined => {
    const id = fields.get(`${PAGE}/id`) ?? '';
    const title = fields.get(`${PAGE}/title`) ?? '';
    if (!/^\d{1,19}$/.test(id)) return 'a page without a number';
    const source = site.dbname || hostName(site.base) || 'mediawiki';
    const reason = sink.page?.({
      key: `${source}:${id}`,
      url: pageUrl(site.base, title) ?? `${source}:${id}`,
      title,
      source,
      revisions,
    });
    texts?.reset();
    return reason;
  };

  const forget = (prefix: string): void => {
    fields = new Map([...fields].filter(([name]) => !name.startsWith(prefix)));
  };

  return {
    open: (name, attributes) => {
      if (path.length === 0 && name !== 'mediawiki') return 'the document is not a MediaWiki export';
      if (FIELDS.has(place) || place === TEXT) return `an element inside of \`${place}\``;
      path.push(name);
      place = path.join('/');
      pieces = [];
      length = 0;
      if (place === PAGE) {
        revisions = [];
        fields = new Map();
      } else if (place === REVISION) {
        forget(REVISION);
        text = undefined;
        hasSlots = false;
      } else if (place === TEXT) text = { isDeleted: attributes.has('deleted'), sha1: attributes.get('sha1') };
      else if (place === `${REVISION}/content`) hasSlots = true;
      return undefined;
    },
    text: (piece) => {
      if (!isWanted()) return undefined;
      length += piece.length;
      if (place !== TEXT && length > MAX_FIELD_LENGTH)
        return `\`${place}\` is longer than ${MAX_FIELD_LENGTH} characters`;
      if (length <= MAX_TEXT_LENGTH) pieces.push(piece);
      else pieces = [];
      return undefined;
    },
    close: () => {
      if (isWanted()) {
        if (fields.has(place)) return `a second \`${place}\``;
        if (length <= MAX_TEXT_LENGTH) fields.set(place, pieces.join(''));
      }
      const ended = place;
      path.pop();
      place = path.join('/');
      pieces = [];
      length = 0;
      if (ended === 'mediawiki/siteinfo') {
        site = { base: fields.get(`${ended}/base`) ?? '', dbname: fields.get(`${ended}/dbname`) ?? '' };
      }
      if (ended === REVISION) return endRevision();
      return ended === PAGE ? endPage() : undefined;
    },
  };
}

function hostName(base: string): string {
  const parsed = parseWebUrl(base);
  return 'url' in parsed ? parsed.url.host : '';
}

/** The address of a page, from the address of the main page. */
function pageUrl(base: string, title: string): string | undefined {
  const parsed = parseWebUrl(base);
  if ('fault' in parsed || title === '') return undefined;
  const folder = parsed.url.href.slice(0, parsed.url.href.lastIndexOf('/') + 1);
  const name = encodeURIComponent(title.replaceAll(' ', '_')).replace(/%2F/g, '/').replace(/%3A/g, ':');
  return folder + name;
}
