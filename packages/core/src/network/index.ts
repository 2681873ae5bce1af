export { isPublicAddress } from './public-address.ts';
export { REDIRECT_STATUSES, redirectTarget } from './redirect-target.ts';
export { parseRetryAfter } from './retry-after.ts';
export type { WebUrl } from './web-url.ts';
export { hostOf, MAX_URL_LENGTH, parseWebUrl } from './web-url.ts';
