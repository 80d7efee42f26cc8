import type { Time, UTCTimestamp } from 'lightweight-charts';

/** `time` (epoch ms UTC) as the chart counts it: seconds. */
export function chartTime(time: number): UTCTimestamp {
  return (time / 1000) as UTCTimestamp;
}

/** Text of a bar's open time on the crosshair label, UTC. */
export function timeText(time: Time, withTime: boolean): string {
  const text = new Date(Number(time) * 1000).toISOString();
  return withTime ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
}
