import type { CatalogueEntry } from '@bezoar/core';
import type { ALLOWED_CODE, HttpCode } from '@bezoar/guard/http';

/** What it means where a guard answers over HTTP: what HTTP itself adds, and the code of what is allowed. */
export const HTTP_ANSWERS: Readonly<Record<HttpCode | typeof ALLOWED_CODE, CatalogueEntry>> = {
  'guard/allowed': {
    title: 'The call may be executed, once',
    control: 'actions',
    why: 'Every rule of the document holds, and the amount is counted already.',
    how: 'The decision was made in one durable transaction. It says nothing of whether the call is wise.',
    remedy:
      'Execute once for each reservation, with the `arguments` of the answer, and say what came of it with `POST /v1/settle`.',
  },
  'guard/body-too-large': {
    title: 'The body is larger than the guard reads',
    control: 'actions',
    why: 'A body without a limit fills the memory of whoever reads it.',
    how: 'By the announced length, and by what came.',
    remedy: 'Send less: shorten `text`, and pass references in place of content.',
  },
  'guard/forbidden': {
    title: 'The token is not of the role that the path is for',
    control: 'actions',
    why: 'Who asks, who approves and who operates are three people, so that one stolen token is not enough.',
    how: 'Each path names its roles; the token has one.',
    remedy:
      'Use the token of the right person: BEZOAR_GUARD_CALLERS ask and settle, BEZOAR_GUARD_APPROVERS decide, BEZOAR_GUARD_OPERATORS stop and look.',
  },
  'guard/host-refused': {
    title: 'The guard was asked for by another name',
    control: 'actions',
    why: 'A web page can make a browser ask a service on its own machine by a name that the page chose (DNS rebinding).',
    how: 'The host name of the request is compared with the allowed ones, loopback by default.',
    remedy: 'Allow the name with `bezoar guard serve --allow-host NAME`, if it is yours.',
  },
  'guard/http-malformed': {
    title: 'The request is not what the contract says',
    control: 'actions',
    why: 'Two readers of an ambiguous request may read two requests.',
    how: 'Path, query, headers and body are read strictly: UTF-8, JSON without a name that stands twice, no unknown field or parameter.',
    remedy: 'Mend the caller; the reasons name the place, and `/openapi.json` is the contract.',
  },
  'guard/media-type-refused': {
    title: 'The body is not announced as JSON',
    control: 'actions',
    why: 'Forms and plain text can be sent by any web page without asking; JSON cannot.',
    how: 'The header `content-type` is not `application/json` in UTF-8, or the body is encoded.',
    remedy: 'Send `content-type: application/json`, without compression.',
  },
  'guard/method-not-allowed': {
    title: 'The path has another method',
    control: 'actions',
    why: 'What only reads and what changes something are told apart by the method.',
    how: 'The path is known, the method is not one of its own.',
    remedy: 'Use the method that the header `allow` names.',
  },
  'guard/not-found': {
    title: 'There is no such path',
    control: 'actions',
    why: 'Paths are compared letter by letter and never decoded, so that none is another one in disguise.',
    how: 'No endpoint has the path; an id in it has 32 lower-case hexadecimal digits.',
    remedy: 'Look the path up in `/openapi.json`.',
  },
  'guard/origin-refused': {
    title: 'A page in a browser asked',
    control: 'actions',
    why: 'A page that somebody has open could use their network to ask, stop or approve.',
    how: 'By the headers `origin` and `sec-fetch-site`, which a page cannot set.',
    remedy: 'Ask from a server. A host that embeds the handler can name the origins of its own console.',
  },
  'guard/rate-limited': {
    title: 'The caller asks too often',
    control: 'actions',
    why: 'One caller that runs wild must leave the others, and whoever would stop it, their share.',
    how: 'Requests of each caller are counted over time.',
    remedy: 'Wait as long as `retry-after` says. A loop that asks thousands of times a second is worth a look.',
  },
  'guard/tenant-refused': {
    title: 'The token does not speak for this tenant',
    control: 'actions',
    why: 'A caller that serves one tenant, or its stolen token, must not act for another.',
    how: 'The token is bound to tenants, `name@tenant=token`; the tenant of the principal is none of them, to the letter.',
    remedy: 'Send the tenant of the session, or bind the token to this tenant as well if it really serves it.',
  },
  'guard/unauthenticated': {
    title: 'The bearer token is missing, or nobody has it',
    control: 'actions',
    why: 'Who asks comes from the token. Without one there is nobody to count for.',
    how: 'The header `authorization` holds no bearer token that the guard was started with. The answer does not say what was wrong with it.',
    remedy:
      'Send `authorization: Bearer TOKEN`. Tokens are read at the start of `bezoar guard serve`: start it again after a change.',
  },
};
