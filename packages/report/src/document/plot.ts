/** A bar of a `BarsPlot`. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Drawn in the colour of evidence. */
  readonly highlight?: boolean;
  /** A second value, to be held against the first. */
  readonly compare?: number;
}

/** Horizontal bars from zero. */
export interface BarsPlot {
  readonly kind: 'bars';
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** What `value` and `compare` stand for, where bars have both. */
  readonly legend?: { readonly value: string; readonly compare: string };
}

/** One lane of a `StripPlot`. */
export interface StripLane {
  readonly label: string;
  /** Positions on the shared axis. */
  readonly points: readonly number[];
  readonly highlight?: boolean;
}

/** Events on a shared axis, one lane each: records over days, records over accounts. */
export interface StripPlot {
  readonly kind: 'strip';
  readonly title: string;
  readonly axis: string;
  readonly lanes: readonly StripLane[];
  /** Positions that carry a label, such as the first of each month. */
  readonly ticks?: readonly { readonly at: number; readonly label: string }[];
}

/** An axis of a `DotsPlot`. A logarithmic one shows only positive values. */
export interface PlotAxis {
  readonly title: string;
  readonly scale?: 'linear' | 'log';
}

/** A point of a `DotsPlot`. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly label?: string;
  readonly highlight?: boolean;
}

/** A scatter of points. */
export interface DotsPlot {
  readonly kind: 'dots';
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly points: readonly Dot[];
}

/** A picture of numbers. Values that are not finite are not drawn. */
export type Plot = BarsPlot | StripPlot | DotsPlot;
