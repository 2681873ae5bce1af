type Edit = readonly [string, string, readonly string[], readonly string[]];

const ORDERS = 'destinations."https://orders.internal/v1/orders/*"';
const SEARCH = 'destinations."http://127.0.0.1:7070/search"';
const CREDIT = 'issue_credit.arguments';
const REFUND_CANARY =
  '    canary: { post: "https://billing.example/refunds", arguments: { account: canary-1, note: asked by drift, rush: true } }\n';

/** Like `POLICY_EDITS`, for the blocks of layer 4 and the keys of actions that only the guard reads. */
export const GUARD_EDITS: readonly Edit[] = [
  edit('ignore: [id, updated_at]', 'ignore: [id]', 'tighten', 'actions lookups.refund-eligibility.ignore'),
  edit('ignore: [id, updated_at]', 'ignore: any', 'loosen', 'actions lookups.refund-eligibility.ignore'),
  edit(', ignore: any', '', 'tighten', 'actions lookups.account-standing.ignore'),
  edit('[account_id, payee_id]', 'account_id', 'loosen', 'actions actions.issue_credit.principal.account'),
  edit(', tenant: tenant_id }', ' }', 'loosen', 'actions actions.issue_credit.principal.tenant'),
  both(
    '    principal: { account: [account_id, payee_id], tenant: tenant_id }\n',
    '',
    'loosen',
    'actions actions.issue_credit.principal',
  ),
  edit('reversible: false', 'reversible: true', 'loosen', 'actions actions.issue_credit.reversible'),
  both('    reversible: false\n', '', 'neutral', 'actions actions.issue_credit.reversible'),
  edit(REFUND_CANARY, '', 'loosen', 'actions actions.refund_order.canary'),
  both('example/refunds', 'example/refund', 'loosen', 'actions actions.refund_order.canary.post'),
  both('7070/top-ups', '7071/top-ups', 'loosen', 'actions actions.top_up.canary.put'),
  both('account: canary-1', 'account: canary-2', 'loosen', 'actions actions.refund_order.canary.arguments.account'),
  both('account: canary-1, ', '', 'loosen', 'actions actions.refund_order.canary.arguments.account'),
  edit('  current_time: {}\n', '', 'tighten', tool('current_time')),
  edit('current_time: {}', 'current_time: { arguments: {} }', 'tighten', tool('current_time.arguments')),
  edit('current_time: {}', 'current_time: { arguments: { zone: text } }', 'tighten', tool('current_time.arguments')),
  edit('current_time: {}', 'current_time: { secrets: [clock] }', 'loosen', tool('current_time.secrets')),
  both('order_id: text,', 'order_id: integer,', 'loosen', tool('lookup_order.arguments.order_id.type')),
  edit('order_id: text,', 'order_id: any,', 'loosen', tool('lookup_order.arguments.order_id.type')),
  edit('amount_cents: { type: integer', 'amount_cents: { type: number', 'loosen', tool(`${CREDIT}.amount_cents.type`)),
  edit('order_id: text,', 'order_id: text?,', 'loosen', tool('lookup_order.arguments.order_id.optional')),
  edit(', verbose: boolean?', '', 'tighten', tool('lookup_order.arguments.verbose')),
  both('order_id: text, ', '', 'loosen', tool('lookup_order.arguments.order_id')),
  edit('max_length: 64', 'max_length: 63', 'tighten', tool(`${CREDIT}.order_id.max_length`)),
  edit(', max_length: 64', '', 'loosen', tool(`${CREDIT}.order_id.max_length`)),
  edit('min: 1,', 'min: 2,', 'tighten', tool(`${CREDIT}.amount_cents.min`)),
  edit('min: 1, ', '', 'loosen', tool(`${CREDIT}.amount_cents.min`)),
  edit('max: 5000', 'max: 5001', 'loosen', tool(`${CREDIT}.amount_cents.max`)),
  edit('min: -0.5', 'min: -0.6', 'loosen', tool(`${CREDIT}.rate.min`)),
  edit('[goodwill, "late delivery"]', '[goodwill]', 'tighten', tool(`${CREDIT}.reason.one_of`)),
  edit(', one_of: [goodwill, "late delivery"]', '', 'loosen', tool(`${CREDIT}.reason.one_of`)),
  edit('      - https://orders.internal/v1/orders/*\n', '', 'tighten', tool(`lookup_order.${ORDERS}`)),
  edit('[GET, POST]', '[GET]', 'tighten', tool(`lookup_order.${SEARCH}.methods`)),
  edit('query: [q, page]', 'query: [q]', 'tighten', tool(`lookup_order.${SEARCH}.query`)),
  edit(', query: [q, page]', '', 'tighten', tool(`lookup_order.${SEARCH}.query`)),
  edit('[orders-api-key, tenant-salt]', '[orders-api-key]', 'tighten', tool('lookup_order.secrets')),
  [
    'https://orders.internal/v1/orders/*',
    'https://orders.internal/v1/*',
    [
      `tighten ${tool(`lookup_order.${ORDERS}`)}`,
      `loosen ${tool(`lookup_order.${ORDERS.replace('/orders/*', '/*')}`)}`,
    ].sort(byPath),
    [
      `loosen ${tool(`lookup_order.${ORDERS}`)}`,
      `tighten ${tool(`lookup_order.${ORDERS.replace('/orders/*', '/*')}`)}`,
    ].sort(byPath),
  ],
  edit(
    '[alice@larkfield.example, bob, carol]',
    '[alice@larkfield.example, bob]',
    'tighten',
    'guard/approvals approvers',
  ),
  edit('approvers: [alice@larkfield.example, bob, carol]\n', '', 'loosen', 'guard/approvals approvers'),
  both('bob, carol]', 'bob, dave]', 'loosen', 'guard/approvals approvers'),
  edit('accounts: 4', 'accounts: 3', 'tighten', 'guard/telemetry accounts'),
  edit('tenants: 3', 'tenants: 4', 'loosen', 'guard/telemetry tenants'),
];

/** A change, and its opposite on the way back. */
function edit(find: string, replacement: string, change: 'tighten' | 'loosen', path: string): Edit {
  const back = change === 'tighten' ? 'loosen' : 'tighten';
  return [find, replacement, [`${change} ${path}`], [`${back} ${path}`]];
}

/** A change that means the same both ways. */
function both(find: string, replacement: string, change: 'loosen' | 'neutral', path: string): Edit {
  return [find, replacement, [`${change} ${path}`], [`${change} ${path}`]];
}

function tool(path: string): string {
  return `guard/least-privilege tools.${path}`;
}

/** The order of a report: by path, whatever the direction. */
function byPath(a: string, b: string): number {
  return a.slice(a.indexOf(' ')) < b.slice(b.indexOf(' ')) ? -1 : 1;
}
