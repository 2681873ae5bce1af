export type {
  Incident,
  IncidentLabel,
  LiftIncident,
  LiftMeasure,
  ModelChange,
  PhraseIncident,
  WatchedIncident,
} from './incident.ts';
export { LIFT_MEASURES } from './incident.ts';
export { LIFT_ALPHA } from './lift/lift-monitor.ts';
export type { FindIncidentsOptions, LogIncidents } from './log/find-incidents.ts';
export { findIncidents } from './log/find-incidents.ts';
export { REORDER_EVENTS } from './log/in-time-order.ts';
export type { LogEntry, LogEvent, LogFault } from './log/log-entry.ts';
export type { ActionLogOptions } from './log/read-action-log.ts';
export { MAX_LOG_LINE_LENGTH, readActionLog } from './log/read-action-log.ts';
export type { Telemetry, TelemetryObservation, TelemetryOptions } from './telemetry.ts';
export { createTelemetry } from './telemetry.ts';
export type { TelemetryEvent } from './telemetry-event.ts';
