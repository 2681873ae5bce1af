import { extent } from './number-format.ts';
import type { PlotAxis } from './plot.ts';

/** Maps values of an axis to 0..1, and says which values deserve a tick. */
export interface AxisScale {
  /** `undefined` where the value has no place: not finite, or not positive on a logarithmic axis. */
  position(value: number): number | undefined;
  readonly ticks: readonly number[];
}

/** Fewest and most ticks that read well on an axis. */
const MIN_TICKS = 3;
const MAX_TICKS = 7;

/** The scale of an axis over the values that it shows. */
export function axisScale(axis: PlotAxis, values: readonly number[]): AxisScale {
  return axis.scale === 'log' ? logScale(values) : linearScale(values);
}

function linearScale(values: readonly number[]): AxisScale {
  const [low, high] = extent(values);
  const step = niceStep((high - low || Math.abs(high) || 1) / MIN_TICKS);
  const start = Math.floor(low / step) * step;
  const end = Math.max(Math.ceil(high / step) * step, start + step);
  const ticks: number[] = [];
  // Counted, not accumulated: near the limits of a double, adding the step may never reach the end.
  for (let index = 0; index <= 2 * MAX_TICKS; index++) {
    const tick = start + index * step;
    if (tick > end + step / 2) break;
    ticks.push(Math.abs(tick) < step / 1e6 ? 0 : Number(tick.toPrecision(12)));
  }
  return {
    ticks,
    position: (value) => (Number.isFinite(value) ? clamp((value - start) / (end - start)) : undefined),
  };
}

function logScale(values: readonly number[]): AxisScale {
  const [low, high] = extent(values.filter((value) => value > 0).map(Math.log10));
  const start = Math.floor(low);
  const end = Math.max(Math.ceil(high), start + 1);
  const stride = Math.max(1, Math.ceil((end - start) / MAX_TICKS));
  const ticks: number[] = [];
  for (let exponent = start; exponent <= end; exponent += stride) ticks.push(10 ** exponent);
  return {
    ticks,
    position: (value) =>
      Number.isFinite(value) && value > 0 ? clamp((Math.log10(value) - start) / (end - start)) : undefined,
  };
}

function niceStep(rough: number): number {
  if (!Number.isFinite(rough) || rough <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5].findLast((candidate) => candidate * magnitude <= rough * 1.0001) ?? 1;
  const step = factor * magnitude;
  return Number.isFinite(step) && step > 0 ? step : 1;
}

function clamp(ratio: number): number {
  return Number.isNaN(ratio) ? 0 : Math.min(1, Math.max(0, ratio));
}
