const LABELS = ['open', 'high', 'low', 'close'] as const;

/** Four prices of one row, in the order in which they are labelled open, high, low, close. */
export type LabelledPrices = readonly [open: number, high: number, low: number, close: number];

function holds([open, high, low, close]: LabelledPrices): boolean {
  return high >= open && high >= low && high >= close && low <= open && low <= close;
}

function* orders(): Generator<readonly [number, number, number, number]> {
  for (let open = 0; open < 4; open++)
    for (let high = 0; high < 4; high++)
      for (let low = 0; low < 4; low++)
        for (let close = 0; close < 4; close++)
          if (new Set([open, high, low, close]).size === 4) yield [open, high, low, close];
}

/**
 * For rows whose four prices contradict each other: the names under which all of them fit, one per column as it stands now; undefined when no naming
 * fits, or the labels are right. Open and close cannot be told apart by the rule: the one that stands first is called open.
 */
export function fittingLabels(rows: readonly LabelledPrices[]): readonly string[] | undefined {
  if (rows.length === 0 || rows.every(holds)) return undefined;
  for (const [open, high, low, close] of orders()) {
    if (open > close) continue;
    const fits = rows.every((row) => holds([row[open], row[high], row[low], row[close]] as LabelledPrices));
    if (!fits) continue;
    const labels: string[] = [];
    for (const [position, index] of [open, high, low, close].entries())
      labels[index] = LABELS[position] as string;
    return labels;
  }
  return undefined;
}

/** True when more than half of at least ten rows, or all of fewer, contradict high >= open, close >= low. */
export function looksMislabelled(contradictions: number, rows: number): boolean {
  return rows > 0 && (contradictions === rows || (rows >= 10 && contradictions > rows / 2));
}
