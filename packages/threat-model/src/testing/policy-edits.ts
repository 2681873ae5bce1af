import { FULL_DOCUMENT } from './full-document.ts';

/** Text of the full document, what replaces it, the changes, and the changes of the way back. */
export const POLICY_EDITS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['# Threat model: everything', '# Another', ['neutral policy/document title'], ['neutral policy/document title']],
  ['profile: agent', 'profile: fine-tuner', ['neutral policy/document profile'], ['neutral policy/document profile']],
  ['[chats, downloads]', '[chats]', ['neutral policy/document entry_points'], ['neutral policy/document entry_points']],
  ['loosen: 3', 'loosen: 2', ['loosen policy/document change.loosen'], ['tighten policy/document change.loosen']],
  ['tighten: 2', 'tighten: 3', ['tighten policy/document change.tighten'], ['loosen policy/document change.tighten']],
  [
    'signers: keys/',
    'signers: team/',
    ['loosen policy/document change.signers'],
    ['loosen policy/document change.signers'],
  ],
  [
    ', signers: keys/allowed_signers',
    '',
    ['loosen policy/document change.signers'],
    ['loosen policy/document change.signers'],
  ],
  ['evidence: 20d', 'evidence: 21d', sources('loosen', 'evidence'), sources('tighten', 'evidence')],
  [
    'answers: [LLM04:2025]',
    'answers: [LLM05:2026]',
    ['neutral corpus/sources answers'],
    ['neutral corpus/sources answers'],
  ],
  [
    'account: user.id',
    'account: user.name',
    ['loosen corpus/sources fields.account'],
    ['loosen corpus/sources fields.account'],
  ],
  [', rating: stars', '', ['loosen corpus/sources fields.rating'], ['loosen corpus/sources fields.rating']],
  [
    '  chats: { path: exports/*.jsonl, tier: customer-owned }\n',
    '',
    ['tighten corpus/sources sources.chats'],
    ['loosen corpus/sources sources.chats'],
  ],
  [
    'tier: customer-owned }',
    'tier: open }',
    ['tighten corpus/sources sources.chats.tier'],
    ['loosen corpus/sources sources.chats.tier'],
  ],
  [
    'tier: first-party-reviewed',
    'tier: first-party-generated',
    ['tighten corpus/sources sources.staff.tier'],
    ['loosen corpus/sources sources.staff.tier'],
  ],
  [
    'path: exports/*',
    'path: uploads/*',
    ['loosen corpus/sources sources.chats.path'],
    ['loosen corpus/sources sources.chats.path'],
  ],
  [
    ', customer-owned: 3 signatures',
    ', customer-owned: 4 signatures',
    ['tighten corpus/sources admit_to_base.customer-owned'],
    ['loosen corpus/sources admit_to_base.customer-owned'],
  ],
  [
    ', open: 4 signatures',
    '',
    ['tighten corpus/sources admit_to_base.open'],
    ['loosen corpus/sources admit_to_base.open'],
  ],
  [
    '{ first-party-reviewed: 1 signature, ',
    '{ ',
    ['loosen corpus/sources admit_to_base.first-party-reviewed'],
    ['tighten corpus/sources admit_to_base.first-party-reviewed'],
  ],
  [
    'reviewed: 3 signatures',
    'reviewed: 4 signatures',
    ['tighten corpus/sources raise_tier.first-party-reviewed'],
    ['loosen corpus/sources raise_tier.first-party-reviewed'],
  ],
  [', open: 1 signature }', ' }', ['loosen corpus/sources raise_tier.open'], ['loosen corpus/sources raise_tier.open']],
  ['[rating, thumbs]', '[rating]', ['loosen corpus/selection never_alone'], ['tighten corpus/selection never_alone']],
  [
    '[resolved, staff_sampled]',
    '[resolved]',
    ['tighten corpus/selection require'],
    ['loosen corpus/selection require'],
  ],
  [
    ', require: [resolved, staff_sampled]',
    '',
    ['loosen corpus/selection require'],
    ['tighten corpus/selection require'],
  ],
  ['window: 30d', 'window: 31d', ['tighten corpus/caps window'], ['loosen corpus/caps window']],
  ['account: 5,', 'account: 4,', ['tighten corpus/caps records.account'], ['loosen corpus/caps records.account']],
  [', source: 9000', '', ['loosen corpus/caps records.source'], ['tighten corpus/caps records.source']],
  [
    'slice: { account: 2',
    'slice: { account: 3',
    ['loosen corpus/caps slice.account'],
    ['tighten corpus/caps slice.account'],
  ],
  ['[device, ip]', '[device]', ['loosen corpus/caps cluster_by'], ['tighten corpus/caps cluster_by']],
  ['lineage: true', 'lineage: false', ['loosen corpus/caps lineage'], ['tighten corpus/caps lineage']],
  ['months/2026-08.jsonl, ', '', ['loosen corpus/review trusted'], ['loosen corpus/review trusted']],
  ['fail_on: medium', 'fail_on: low', ['tighten corpus/review fail_on'], ['loosen corpus/review fail_on']],
  [
    'fewer_than: 25',
    'fewer_than: 20',
    ['tighten corpus/review review.sample.fewer_than'],
    ['loosen corpus/review review.sample.fewer_than'],
  ],
  [
    'confidence: 0.95',
    'confidence: 0.9',
    ['loosen corpus/review review.sample.confidence'],
    ['tighten corpus/review review.sample.confidence'],
  ],
  [
    ', sample: { fewer_than: 25, confidence: 0.95 }',
    '',
    ['loosen corpus/review review.sample'],
    ['tighten corpus/review review.sample'],
  ],
  ['lock: models.lock', 'lock: other.lock', ['loosen artifact/pins lock'], ['loosen artifact/pins lock']],
  ['[mistralai, eleutherai]', '[mistralai]', ['tighten artifact/pins publishers'], ['loosen artifact/pins publishers']],
  ['[safetensors, gguf]', '[safetensors]', ['tighten artifact/pins formats'], ['loosen artifact/pins formats']],
  [
    'formats: [safetensors, gguf]\n',
    '',
    ['loosen artifact/pins formats', 'loosen artifact/formats'],
    ['tighten artifact/pins formats', 'tighten artifact/formats'],
  ],
  ['[models/2026-08, ', '[', ['loosen evaluate/gate references'], ['loosen evaluate/gate references']],
  [
    '[issue_credit, delete_account]',
    '[issue_credit]',
    ['loosen evaluate/gate hazards'],
    ['tighten evaluate/gate hazards'],
  ],
  ['gate/system.txt', 'gate/other.txt', ['loosen evaluate/gate system'], ['loosen evaluate/gate system']],
  ['gate/tools.json', 'gate/other.json', ['loosen evaluate/gate tools'], ['loosen evaluate/gate tools']],
  ['gate/carriers.jsonl', 'gate/other.jsonl', ['loosen evaluate/gate carriers'], ['loosen evaluate/gate carriers']],
  ['budget: standard', 'budget: deep', ['tighten evaluate/gate budget'], ['loosen evaluate/gate budget']],
  [
    'orders/{order_id}"',
    'order/{order_id}"',
    lookups('loosen', 'refund-eligibility.get'),
    lookups('loosen', 'refund-eligibility.get'),
  ],
  [
    ', state: open',
    '',
    lookups('loosen', 'refund-eligibility.expect.state'),
    lookups('tighten', 'refund-eligibility.expect.state'),
  ],
  [
    'level: 2',
    'level: "2"',
    lookups('loosen', 'account-standing.expect.level'),
    lookups('loosen', 'account-standing.expect.level'),
  ],
  [
    'post: "https',
    'get: "https',
    lookups('loosen', 'account-standing.get', 'account-standing.post'),
    lookups('loosen', 'account-standing.get', 'account-standing.post'),
  ],
  [
    '  account-standing: { post: "https://billing.example/standing", expect: { level: 2 }, ignore: any }\n',
    '',
    lookups('neutral', 'account-standing'),
    lookups('neutral', 'account-standing'),
  ],
  [
    'argument: amount_cents',
    'argument: order_id',
    credit('loosen', 'amount.argument'),
    credit('loosen', 'amount.argument'),
  ],
  ['unit: minor', 'unit: major', credit('loosen', 'amount.unit'), credit('loosen', 'amount.unit')],
  ['[order_id, tenant_id]', '[order_id]', credit('loosen', 'once_per'), credit('loosen', 'once_per')],
  ['    once_per: [order_id, tenant_id]\n', '', credit('loosen', 'once_per'), credit('tighten', 'once_per')],
  [
    'lookup: refund-eligibility',
    'lookup: account-standing',
    credit('loosen', 'requires.runtime.lookup'),
    credit('loosen', 'requires.runtime.lookup'),
  ],
  [
    'within: 800ms',
    'within: 900ms',
    credit('loosen', 'requires.runtime.within'),
    credit('tighten', 'requires.runtime.within'),
  ],
  [
    '      runtime: { lookup: refund-eligibility, within: 800ms }\n',
    '',
    credit('loosen', 'requires.runtime'),
    credit('tighten', 'requires.runtime'),
  ],
  [
    '[verify_user, lookup_order]',
    '[lookup_order]',
    credit('loosen', 'requires.transcript.after'),
    credit('tighten', 'requires.transcript.after'),
  ],
  [
    '[verify_user, lookup_order]',
    '[lookup_order, verify_user]',
    credit('loosen', 'requires.transcript.after'),
    credit('loosen', 'requires.transcript.after'),
  ],
  [
    ', tries: 2',
    '',
    credit('loosen', 'requires.transcript.where.tries'),
    credit('tighten', 'requires.transcript.where.tries'),
  ],
  [
    '{ after: [verify_user, lookup_order], where: { eligible: true, tries: 2 } }',
    'never',
    credit('tighten', 'requires.transcript'),
    credit('loosen', 'requires.transcript'),
  ],
  ['["applied a * credit", ', '[', credit('loosen', 'claims'), credit('tighten', 'claims')],
  ['50.00 USD / 30d', '40.00 USD / 30d', credit('tighten', 'ceilings.account'), credit('loosen', 'ceilings.account')],
  ['50.00 USD / 30d', '50.00 USD / 60d', credit('tighten', 'ceilings.account'), credit('loosen', 'ceilings.account')],
  ['50.00 USD / 30d', '60.00 USD / 60d', credit('loosen', 'ceilings.account'), credit('loosen', 'ceilings.account')],
  [', 5 / 1d]', ']', credit('loosen', 'ceilings.account'), credit('tighten', 'ceilings.account')],
  [' tenant: 500.00 USD / 30d,', '', credit('loosen', 'ceilings.tenant'), credit('tighten', 'ceilings.tenant')],
  ['above: 25.00 USD', 'above: 24.00 USD', credit('tighten', 'approval.above'), credit('loosen', 'approval.above')],
  ['above: 25.00 USD, ', '', credit('tighten', 'approval.above'), credit('loosen', 'approval.above')],
  ['expires: 15m', 'expires: 10m', credit('tighten', 'approval.expires'), credit('loosen', 'approval.expires')],
  ['approvers: 2', 'approvers: 1', credit('loosen', 'approval.approvers'), credit('tighten', 'approval.approvers')],
  [
    '    approval: { above: 25.00 USD, expires: 15m, approvers: 2 }\n',
    '',
    credit('loosen', 'approval'),
    credit('tighten', 'approval'),
  ],
  ['  send_summary: {}\n', '', ['tighten actions actions.send_summary'], ['loosen actions actions.send_summary']],
  [
    'send_summary: {}',
    'send_summary: { requires: { transcript: never } }',
    ['tighten actions actions.send_summary.requires.transcript'],
    ['loosen actions actions.send_summary.requires.transcript'],
  ],
  [
    'send_summary: {}',
    'send_summary: { requires: { transcript: never }, ceilings: { global: 1 / 1d } }',
    [
      'tighten actions actions.send_summary.ceilings.global',
      'tighten actions actions.send_summary.requires.transcript',
    ],
    ['loosen actions actions.send_summary.ceilings.global', 'loosen actions actions.send_summary.requires.transcript'],
  ],
  ['evidence: 7d', 'evidence: 6d', ['tighten guard/telemetry evidence'], ['loosen guard/telemetry evidence']],
  [
    '```yaml bezoar\ncontrol: guard/telemetry\nevidence: 7d\naccounts: 4\ntenants: 3\n```\n',
    '',
    ['loosen guard/telemetry'],
    ['tighten guard/telemetry'],
  ],
  ['until: 2027-01-31', 'until: 2027-02-01', accepted('loosen', '.until'), accepted('tighten', '.until')],
  ['owner: support-lead', 'owner: cto', accepted('neutral', '.owner'), accepted('neutral', '.owner')],
  ['why: spring', 'why: summer', accepted('neutral', '.why'), accepted('neutral', '.why')],
  [
    'f7be01c49e88',
    'f7be01c49e89',
    [...accepted('tighten', ''), ...accepted('loosen', '', '9')],
    [...accepted('loosen', ''), ...accepted('tighten', '', '9')],
  ],
  [
    '  - SHA256:Iechw1pYI/20UvovnwphLHT7lS4GknSJxrJ6Q7gXvtQ\n',
    '',
    ['loosen policy/keys pipeline'],
    ['tighten policy/keys pipeline'],
  ],
  [/ledger: larkfield.*\n/.exec(FULL_DOCUMENT)![0], '', ['loosen policy/keys ledger'], ['tighten policy/keys ledger']],
  ['require: 2\n', 'require: 1\n', ['loosen policy/witness require'], ['tighten policy/witness require']],
];

function sources(change: string, path: string): string[] {
  // The sources' block turns on two further controls, whose evidence is of the same age.
  return ['corpus/sources', 'corpus/selection', 'corpus/admission'].map((control) => `${change} ${control} ${path}`);
}

function lookups(change: string, ...paths: string[]): string[] {
  return paths.map((path) => `${change} actions lookups.${path}`);
}

function credit(change: string, path: string): string[] {
  return [`${change} actions actions.issue_credit.${path}`];
}

function accepted(change: string, path: string, last = '8'): string[] {
  return [`${change} policy/document accepted."corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e8${last}"${path}`];
}
