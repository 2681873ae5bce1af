import { createMemoryStore } from '@bezoar/guard';
import { guardTelemetry } from '@bezoar/guard/opentelemetry';
import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CALLS, openShop, principal } from '../shop.mjs';

const spans = new InMemorySpanExporter();
const series = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: series, exportIntervalMillis: 3_600_000 });
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const store = createMemoryStore();
const onEvent = guardTelemetry({
  tracer: trace.getTracer('@bezoar/guard'),
  meter: metrics.getMeter('@bezoar/guard'),
  store,
});
const { guard, issueCredit } = await openShop({ store, onEvent });

const credit = guard.guard('issue_credit', (call) => issueCredit(call.arguments));
const text = 'a secret that the user wrote';
for (const call of CALLS) await credit({ principal, arguments: call.arguments, text });
await guard.authorize({ action: 'issue_credit', principal, arguments: { order_id: 'B-2', amount_cents: 100 }, text });
await guard.authorize({ action: 'delete everything, please', principal, arguments: {}, text });
await reader.forceFlush();

const finished = spans.getFinishedSpans();
const measured = series
  .getMetrics()
  .at(-1)
  .scopeMetrics.flatMap((scope) => scope.metrics);
console.log(
  JSON.stringify({
    spans: finished.map(({ name, kind, status, attributes }) => ({ name, kind, status: status.code, attributes })),
    metrics: measured.map(({ descriptor, dataPoints }) => ({
      name: descriptor.name,
      points: dataPoints.map(({ attributes, value }) => ({ attributes, value: value.count ?? value })),
    })),
  }),
);
