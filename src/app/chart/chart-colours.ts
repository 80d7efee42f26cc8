/** Colours of the chart as CSS text; the chart draws on canvas and cannot read CSS variables itself. */
export interface ChartColours {
  readonly background: string;
  readonly text: string;
  readonly strong: string;
  readonly line: string;
  /** Behind the white text of the crosshair's labels. */
  readonly label: string;
  readonly accent: string;
  readonly accentFaint: string;
  readonly gain: string;
  readonly loss: string;
  readonly gainFaint: string;
  readonly lossFaint: string;
}

/** Colours in force at `element`. */
export function readChartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: read('--bg-chart'),
    text: read('--text-dim'),
    strong: read('--text'),
    line: read('--line-faint'),
    label: read('--accent-fill'),
    accent: read('--accent'),
    accentFaint: read('--accent-faint'),
    gain: read('--gain'),
    loss: read('--loss'),
    gainFaint: read('--gain-faint'),
    lossFaint: read('--loss-faint'),
  };
}
