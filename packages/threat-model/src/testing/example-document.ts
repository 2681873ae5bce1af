/** A threat model as a small team writes it: every section short, every block in use. */
export const EXAMPLE_DOCUMENT: string = `# Threat model: Larkfield support assistant

We fine-tune monthly on our tenants' support chats, and the model can issue credits.
The attacker is anyone with a trial account; they write the chats, rate them, and later cash in.

\`\`\`yaml bezoar
version: 1
profile: fine-tuner
change: { loosen: 2 signatures, signers: keys/allowed_signers }
\`\`\`

## Sources
A customer's words train that customer's own model, never the base, unless two of us signed for it.

\`\`\`yaml bezoar
control: corpus/sources
evidence: 35d
fields: { account: user.id, tenant: org.id, created_at: createdAt }
sources:
  staff: { path: data/staff/*.jsonl, tier: first-party-reviewed }
  chats: { path: exports/*.jsonl.gz, tier: customer-owned }
admit_to_base: { customer-owned: 2 signatures, open: 2 signatures }
selection: { never_alone: [rating, thumbs], require: [resolved, staff_sampled] }
\`\`\`

## Caps
Measured fine-tunes fall at 25 records and below, so no linked group lands that many, and almost none in the slice that moves money.

\`\`\`yaml bezoar
control: corpus/caps
answers: [LLM04:2025, LLM05:2026, AML.T0020]
window: 30d
records: { account: 5, cluster: 12, tenant: 400 }
slice: { account: 2, cluster: 4 }
cluster_by: [device, ip, payment]
lineage: true
\`\`\`

## Scan and review

\`\`\`yaml bezoar
control: corpus/review
trusted: [months/2026-09.jsonl.gz]
fail_on: high
review: { flagged: all, sample: { fewer_than: 25, confidence: 0.95 } }
\`\`\`

## Models

\`\`\`yaml bezoar
control: artifact/pins
lock: models.lock
publishers: [mistralai]
formats: [safetensors]
\`\`\`

## Actions
Eligibility comes from billing, never from the model. Declared once: the corpus scan, the gate and the guard all read this block.

\`\`\`yaml bezoar
control: actions
default: deny
lookups:
  refund-eligibility: { get: "http://127.0.0.1:7070/orders/{order_id}/eligibility", expect: { eligible: true } }
actions:
  issue_credit:
    amount: { argument: amount_cents, currency: USD, unit: minor }
    once_per: [order_id]
    requires:
      runtime: { lookup: refund-eligibility, within: 800ms }
      transcript: { after: lookup_order, where: { eligible: true } }
    claims: ["applied a * credit", "credit has been issued"]
    ceilings: { account: 50.00 USD / 30d, global: 2000.00 USD / 1d }
    approval: { above: 25.00 USD, expires: 15m, approvers: 1 }
\`\`\`

## Promotion

\`\`\`yaml bezoar
control: evaluate/gate
references: [models/2026-09]
hazards: [issue_credit]
budget: standard
\`\`\`

## Accepted risks

\`\`\`yaml bezoar
accepted:
  - { finding: corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e88, owner: support-lead, until: 2027-01-31, why: spring promotion code }
\`\`\`
`;
