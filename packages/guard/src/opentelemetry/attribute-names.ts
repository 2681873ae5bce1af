/**
 * Names of spans, attributes and metrics, in one file: the GenAI conventions of OpenTelemetry are in "Development" and
 * may still change (open-telemetry/semantic-conventions-genai, as of conventions 1.45). Those of bezoar are our own.
 */
export const EXECUTE_TOOL = 'execute_tool';

/** Attributes of spans; of metrics only where `guardMetrics` says so. */
export const ATTRIBUTES = {
  operation: 'gen_ai.operation.name',
  tool: 'gen_ai.tool.name',
  toolType: 'gen_ai.tool.type',
  conversation: 'gen_ai.conversation.id',
  agent: 'gen_ai.agent.name',
  model: 'gen_ai.request.model',
  errorType: 'error.type',
  decision: 'bezoar.decision',
  code: 'bezoar.code',
  action: 'bezoar.action',
  mode: 'bezoar.mode',
  shadow: 'bezoar.shadow',
  reservation: 'bezoar.reservation_id',
  approval: 'bezoar.approval_id',
  amountMinor: 'bezoar.amount_minor',
  currency: 'bezoar.currency',
  policy: 'bezoar.policy_sha256',
  outcome: 'bezoar.outcome',
  state: 'bezoar.state',
} as const;

/** Names of metrics. */
export const METRICS = {
  duration: 'gen_ai.execute_tool.duration',
  decisions: 'bezoar.guard.decisions',
  alarms: 'bezoar.guard.alarms',
  reservations: 'bezoar.guard.reservations',
} as const;

/** The value for a name that the policy does not know: a model wrote it, and could write another one each time. */
export const OTHER = '_OTHER';

/** `SpanKind.INTERNAL` and `SpanStatusCode.ERROR` of `@opentelemetry/api` 1.x. */
export const SPAN_KIND_INTERNAL = 0;

/** See `SPAN_KIND_INTERNAL`. */
export const SPAN_STATUS_ERROR = 2;
