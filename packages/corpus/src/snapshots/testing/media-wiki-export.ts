import { sha1Base36 } from '../revisions/read/sha1-base36.ts';

/** A revision of a made export. */
export interface MadeRevision {
  readonly id: number;
  readonly at: string;
  readonly text: string;
  readonly account?: string;
  /** Replaces the SHA-1 of the text. */
  readonly sha1?: string;
  readonly isHidden?: boolean;
}

/** An export as MediaWiki writes it, schema 0.11. */
export function mediaWikiExport(pages: Readonly<Record<string, readonly MadeRevision[]>>): string {
  const made = Object.entries(pages).map(([title, revisions], index) => {
    const inner = revisions.map(revisionXml).join('\n');
    return `  <page>\n    <title>${escaped(title)}</title>\n    <ns>0</ns>\n    <id>${index + 1}</id>\n${inner}\n  </page>`;
  });
  return `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Wiki</sitename>
    <dbname>testwiki</dbname>
    <base>https://wiki.example/wiki/Main_Page</base>
  </siteinfo>
${made.join('\n')}
</mediawiki>
`;
}

function revisionXml({ id, at, text, account, sha1 = sha1Base36(text), isHidden = false }: MadeRevision): string {
  const body = isHidden
    ? '<text deleted="deleted" />'
    : `<text bytes="${Buffer.byteLength(text)}" sha1="${sha1}" xml:space="preserve">${escaped(text)}</text>`;
  const contributor =
    account === undefined ? '<ip>192.0.2.1</ip>' : `<username>${escaped(account)}</username>\n        <id>7</id>`;
  return `    <revision>
      <id>${id}</id>
      <timestamp>${at}</timestamp>
      <contributor>
        ${contributor}
      </contributor>
      <comment>an edit</comment>
      <model>wikitext</model>
      ${body}
      <sha1>${sha1}</sha1>
    </revision>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
