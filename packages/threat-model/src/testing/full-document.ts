/** A threat model that writes every key of every block, so that a test may change each. */
export const FULL_DOCUMENT: string = `# Threat model: everything

\`\`\`yaml bezoar
version: 1
profile: agent
change: { loosen: 3 signatures, tighten: 2 signatures, signers: keys/allowed_signers }
assets: [the credit tool, customers' records]
entry_points: [chats, downloads]
\`\`\`

\`\`\`yaml bezoar
control: corpus/sources
answers: [LLM04:2025]
evidence: 20d
fields:
  { id: a.id, source: a.source, tenant: org.id, account: user.id, created_at: at, selected_by: by, rating: stars, signals: s, attributes: link }
sources:
  staff: { path: [data/staff/*.jsonl, data/more/*.jsonl], tier: first-party-reviewed }
  chats: { path: exports/*.jsonl, tier: customer-owned }
admit_to_base:
  { first-party-reviewed: 1 signature, first-party-generated: 2 signatures, customer-owned: 3 signatures, open: 4 signatures }
raise_tier: { first-party-reviewed: 3 signatures, first-party-generated: 2 signatures, customer-owned: 2 signatures, open: 1 signature }
selection: { never_alone: [rating, thumbs], require: [resolved, staff_sampled] }
\`\`\`

\`\`\`yaml bezoar
control: corpus/caps
window: 30d
records: { account: 5, cluster: 12, tenant: 400, source: 9000 }
slice: { account: 2, cluster: 4, tenant: 100, source: 2000 }
cluster_by: [device, ip]
lineage: true
\`\`\`

\`\`\`yaml bezoar
control: corpus/review
trusted: [months/2026-08.jsonl, months/2026-09.jsonl]
fail_on: medium
review: { flagged: all, sample: { fewer_than: 25, confidence: 0.95 } }
\`\`\`

\`\`\`yaml bezoar
control: artifact/pins
lock: models.lock
publishers: [mistralai, eleutherai]
formats: [safetensors, gguf]
\`\`\`

\`\`\`yaml bezoar
control: actions
default: deny
lookups:
  refund-eligibility: { get: "https://billing.example/orders/{order_id}", expect: { eligible: true, state: open }, ignore: [id, updated_at] }
  account-standing: { post: "https://billing.example/standing", expect: { level: 2 }, ignore: any }
actions:
  issue_credit:
    amount: { argument: amount_cents, currency: USD, unit: minor }
    principal: { account: [account_id, payee_id], tenant: tenant_id }
    reversible: false
    once_per: [order_id, tenant_id]
    requires:
      runtime: { lookup: refund-eligibility, within: 800ms }
      transcript: { after: [verify_user, lookup_order], where: { eligible: true, tries: 2 } }
    claims: ["applied a * credit", "credit has been issued"]
    ceilings: { account: [50.00 USD / 30d, 5 / 1d], tenant: 500.00 USD / 30d, global: 2000.00 USD / 1d }
    approval: { above: 25.00 USD, expires: 15m, approvers: 2 }
  delete_account:
    requires: { transcript: never }
  send_summary: {}
  refund_order:
    amount: { argument: refund, currency: USD, unit: major }
    ceilings: { account: 20.00 USD / 7d }
    canary: { post: "https://billing.example/refunds", arguments: { account: canary-1, note: asked by drift, rush: true } }
  top_up:
    amount: { argument: cents, currency: USD, unit: minor }
    ceilings: { global: [10.00 USD / 1d, 100 / 1d] }
    canary: { put: "http://127.0.0.1:7070/top-ups?dry=no", arguments: {} }
\`\`\`

\`\`\`yaml bezoar
control: evaluate/gate
references: [models/2026-08, "openai:https://models.example/v1#prod"]
hazards: [issue_credit, delete_account]
budget: standard
system: gate/system.txt
tools: gate/tools.json
carriers: gate/carriers.jsonl
\`\`\`

\`\`\`yaml bezoar
control: guard/least-privilege
tools:
  lookup_order:
    arguments: { order_id: text, verbose: boolean? }
    destinations:
      - https://orders.internal/v1/orders/*
      - { url: "http://127.0.0.1:7070/search", methods: [GET, POST], query: [q, page] }
    secrets: [orders-api-key, tenant-salt]
  issue_credit:
    arguments:
      order_id: { type: text, max_length: 64 }
      account_id: text
      payee_id: text?
      tenant_id: text
      amount_cents: { type: integer, min: 1, max: 5000 }
      rate: { type: number, optional: true, min: -0.5, max: 0.5 }
      reason: { type: text, optional: true, one_of: [goodwill, "late delivery"] }
      meta: any?
  current_time: {}
\`\`\`

\`\`\`yaml bezoar
control: guard/approvals
approvers: [alice@larkfield.example, bob, carol]
\`\`\`

\`\`\`yaml bezoar
control: guard/telemetry
evidence: 7d
accounts: 4
tenants: 3
\`\`\`

\`\`\`yaml bezoar
accepted:
  - finding: corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e88
    owner: support-lead
    until: 2027-01-31
    why: spring promotion code
  - { finding: "corpus/unreadable:00000000000000000000000000000000", owner: data-lead, until: 2027-02-28, why: old export }
\`\`\`

\`\`\`yaml bezoar
control: policy/keys
ledger: larkfield.example/ledger+7877e5d3+Af4UAQtP6DMDhS8EZ8kZ75p8oIm5HpbjqtfUJt2HB5KX
pipeline:
  - SHA256:GxWIOfiqM56Ju1CxYD6Q7Gjg/VVl/hCnyzJyn933Bwo
  - SHA256:Iechw1pYI/20UvovnwphLHT7lS4GknSJxrJ6Q7gXvtQ
\`\`\`

\`\`\`yaml bezoar
control: policy/witness
witnesses:
  - witness-a.example+8dad6cc9+BMqXgRLKG73K+sIxs5oj3E2nhu/4FHxOcrmAd4Wv7ki7
  - witness-b.example+697481a0+BD4j6BYAOVlKM4lPZWThsTSLvXoAiNQsSstz7q7VnACd
require: 2
\`\`\`
`;
