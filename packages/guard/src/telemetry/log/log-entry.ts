import type { TelemetryEvent } from '../telemetry-event.ts';

/** What one line of a log came to: an event, or why there is none. */
export type LogEntry = LogEvent | LogFault;

/** A line that was read. */
export interface LogEvent {
  /** 1-based. */
  readonly line: number;
  readonly event: TelemetryEvent;
}

/** A line that was not. It makes the run undecided. */
export interface LogFault {
  readonly line: number;
  /** What is wrong with it. */
  readonly fault: string;
}
