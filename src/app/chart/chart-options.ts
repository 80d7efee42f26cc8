import type { ChartOptions, DeepPartial } from 'lightweight-charts';
import type { ChartColours } from './chart-colours.ts';

/** Look of the chart in `colours`. */
export function chartOptions(colours: ChartColours): DeepPartial<ChartOptions> {
  const label = { labelBackgroundColor: colours.label, color: colours.text } as const;
  return {
    layout: {
      background: { color: colours.background },
      textColor: colours.text,
      fontFamily: "'Inter Variable', system-ui, sans-serif",
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.accentFaint, enableResize: true },
    },
    grid: { vertLines: { color: colours.line }, horzLines: { color: colours.line } },
    crosshair: { vertLine: label, horzLine: label },
    rightPriceScale: { borderColor: colours.line, minimumWidth: 64 },
    timeScale: {
      borderColor: colours.line,
      minBarSpacing: 0.05,
      lockVisibleTimeRangeOnResize: true,
      rightOffset: 2,
      secondsVisible: false,
    },
    localization: { locale: 'en-GB' },
  };
}
