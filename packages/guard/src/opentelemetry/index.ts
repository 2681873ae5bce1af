export { ATTRIBUTES, METRICS } from './attribute-names.ts';
export type { GuardTelemetryOptions } from './guard-telemetry.ts';
export { guardTelemetry, MAX_OPEN_SPANS } from './guard-telemetry.ts';
export type {
  InstrumentOptions,
  TelemetryAttributes,
  TelemetryGauge,
  TelemetryMeter,
  TelemetrySpan,
  TelemetryTracer,
} from './telemetry-api.ts';
