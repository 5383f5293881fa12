/** Cells of a dashboard from left to right. */
export const GRID_WIDTH = 24;

/** A widget as CloudWatch reads it. */
export interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>> & { readonly title?: string; readonly metrics?: MetricLine[] };
}

/** Namespace, name, dimensions and options of a metric; or an expression. */
export type MetricLine = readonly (string | Readonly<Record<string, unknown>>)[];

/** A widget without its place. */
export type Part = Pick<Widget, "type" | "properties">;

/** A row of widgets that share its width. */
interface Row {
  readonly height: number;
  readonly parts: readonly Part[];
}

/** @param parts whose number divides the width of the grid */
export function row(height: number, ...parts: Part[]): Row {
  return { height, parts };
}

/** Each row under the one before it. */
export function placed(rows: readonly Row[]): Widget[] {
  let y = 0;
  return rows.flatMap(({ height, parts }) => {
    const width = GRID_WIDTH / parts.length;
    const widgets = parts.map((part, at) => ({ ...part, x: at * width, y, width, height }));
    y += height;
    return widgets;
  });
}
