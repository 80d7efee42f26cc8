import { Tooltip, useMantineColorScheme } from '@mantine/core';
import { createChart, type IChartApi, LineSeries, LineStyle } from 'lightweight-charts';
import { useEffect, useMemo, useRef } from 'react';
import { rollingOf } from '../../worker/client/performance.ts';
import type { EquitySamples } from '../../worker/client/types.ts';
import { readChartColours } from '../chart/chart-colours.ts';
import { chartOptions } from '../chart/chart-options.ts';
import { chartTime, timeText } from '../chart/chart-time.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { useView } from '../shell/workbench.tsx';
import classes from './rolling-chart.module.css';

const WINDOWS = [21, 63, 126, 252];

const QUIET = { priceLineVisible: false, crosshairMarkerVisible: false, lineWidth: 1 } as const;

interface Line {
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

function draw(element: HTMLElement, sharpe: Line, volatility: Line): IChartApi {
  const colours = readChartColours(element);
  const options = chartOptions(colours);
  const chart = createChart(element, {
    autoSize: true,
    ...options,
    handleScroll: false,
    handleScale: false,
    layout: { ...options.layout, attributionLogo: false },
    localization: { locale: 'en-GB', timeFormatter: (time: never) => timeText(time, false) },
  });
  const points = ({ times, values }: Line, scale: number) =>
    times.map((time, i) => {
      const value = values[i];
      return value === null || value === undefined
        ? { time: chartTime(time) }
        : { time: chartTime(time), value: value * scale };
    });
  const format = (decimals: number, unit: string) =>
    ({
      type: 'custom',
      formatter: (value: number) => `${formatNumber(value, decimals)}${unit}`,
      minMove: 0.01,
    }) as const;
  const upper = chart.addSeries(
    LineSeries,
    { ...QUIET, color: colours.accent, priceFormat: format(2, '') },
    0,
  );
  upper.setData(points(sharpe, 1));
  upper.createPriceLine({
    price: 0,
    color: colours.text,
    lineWidth: 1,
    lineStyle: LineStyle.Dotted,
    axisLabelVisible: false,
  });
  const lower = chart.addSeries(
    LineSeries,
    { ...QUIET, color: colours.strong, priceFormat: format(1, '%') },
    1,
  );
  lower.setData(points(volatility, 100));
  chart.panes()[0]?.setStretchFactor(60);
  chart.panes()[1]?.setStretchFactor(40);
  chart.timeScale().fitContent();
  return chart;
}

function Legend(props: {
  readonly className: string | undefined;
  readonly name: string;
  readonly formula: string;
}) {
  return (
    <Tooltip events={{ hover: true, focus: true, touch: true }} multiline w={320} label={props.formula}>
      <button type="button" className={`${classes.legend} ${props.className ?? ''}`}>
        {props.name}
      </button>
    </Tooltip>
  );
}

/** Sharpe ratio and volatility over a window that moves along the run. */
export function RollingChart(props: { readonly samples: EquitySamples; readonly riskFreeRate: number }) {
  const { samples, riskFreeRate } = props;
  const host = useRef<HTMLDivElement>(null);
  const window = useView((state) => state.rollingWindow);
  const setWindow = useView((state) => state.setRollingWindow);
  const palette = useView((state) => state.palette);
  const { colorScheme } = useMantineColorScheme();
  const { sample, rolling } = useMemo(
    () => rollingOf(samples, window, riskFreeRate),
    [samples, window, riskFreeRate],
  );
  const enough = rolling.at.length > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come from CSS, which theme and palette switch.
  useEffect(() => {
    const element = host.current;
    if (!element || !enough) return;
    const times = rolling.at.map((row) => sample.times[row + 1] as number);
    let chart: IChartApi | undefined;
    const frame = requestAnimationFrame(() => {
      chart = draw(element, { times, values: rolling.sharpe }, { times, values: rolling.volatility });
    });
    return () => {
      cancelAnimationFrame(frame);
      chart?.remove();
    };
  }, [rolling, sample, enough, palette, colorScheme]);

  const lastSharpe = rolling.sharpe.at(-1);
  const lastVolatility = rolling.volatility.at(-1);
  const text = `Rolling Sharpe ${formatNumber(lastSharpe, 2)} and volatility ${formatNumber(
    lastVolatility === null || lastVolatility === undefined ? null : lastVolatility * 100,
    1,
  )}% at the end, over ${window} periods`;
  return (
    <section className={classes.panel} aria-label="Rolling figures">
      <div className={classes.head}>
        <Legend
          className={classes.sharpe}
          name="Sharpe"
          formula={`mean(r − rf) / std₁(r) · √A over the last ${window} returns r; A = ${sample.perYear}, rf = (1 + risk-free rate)^(1/A) − 1.`}
        />
        <Legend
          className={classes.volatility}
          name="Volatility"
          formula={`std₁(r) · √A over the last ${window} returns r; A = ${sample.perYear}.`}
        />
        <label className={classes.window}>
          last
          <select
            value={window}
            data-testid="rolling-window"
            onChange={(event) => setWindow(Number(event.currentTarget.value))}
          >
            {WINDOWS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
          {sample.unit}s
        </label>
      </div>
      {enough ? (
        <div ref={host} className={classes.chart} role="img" aria-label={text} data-testid="rolling-chart" />
      ) : (
        <p className="empty-note">
          The run has {formatNumber(sample.returns.length)} {sample.unit}s of returns, fewer than the window.
        </p>
      )}
    </section>
  );
}
