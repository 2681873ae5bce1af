/** Attributes of a span or a measurement. */
export type TelemetryAttributes = Record<string, string | number | boolean>;

/** A span of `@opentelemetry/api` 1.x, as far as it is used here. */
export interface TelemetrySpan {
  setAttributes(attributes: TelemetryAttributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(endTime?: number): void;
}

/** A tracer of `@opentelemetry/api` 1.x, as far as it is used here. */
export interface TelemetryTracer {
  startSpan(
    name: string,
    options?: { kind?: number; startTime?: number; attributes?: TelemetryAttributes },
  ): TelemetrySpan;
}

/** What describes an instrument. */
export interface InstrumentOptions {
  description?: string;
  unit?: string;
}

/** A gauge that is asked when metrics are collected. */
export interface TelemetryGauge {
  addCallback(
    observe: (result: { observe(value: number, attributes?: TelemetryAttributes): void }) => void | Promise<void>,
  ): void;
}

/** A meter of `@opentelemetry/api` 1.x, as far as it is used here. */
export interface TelemetryMeter {
  createCounter(
    name: string,
    options?: InstrumentOptions,
  ): { add(value: number, attributes?: TelemetryAttributes): void };
  createHistogram(
    name: string,
    options?: InstrumentOptions,
  ): { record(value: number, attributes?: TelemetryAttributes): void };
  createObservableGauge(name: string, options?: InstrumentOptions): TelemetryGauge;
}
