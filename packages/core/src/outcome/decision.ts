/** What the guard or a signed human decision says of one request. */
export type Decision =
  | { readonly decision: 'allow'; readonly reasons: readonly string[] }
  | { readonly decision: 'deny'; readonly code: string; readonly reasons: readonly string[] }
  | { readonly decision: 'needs-approval'; readonly code: string; readonly reasons: readonly string[] };
