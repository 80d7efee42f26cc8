import { readFileSync } from 'node:fs';
import { allocateBars, type BarColumns } from '../../src/core/bar.ts';

/** Bars of a plain CSV whose columns are in the order of its header; the first column is an ISO time in UTC. */
export function readBars(path: string | URL): BarColumns {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const header = (lines.shift() ?? '').split(',');
  const bars = allocateBars(lines.length);
  const place = {
    timestamp: 0,
    open: header.indexOf('open'),
    high: header.indexOf('high'),
    low: header.indexOf('low'),
    close: header.indexOf('close'),
    volume: header.indexOf('volume'),
  };
  lines.forEach((line, row) => {
    const cells = line.split(',');
    const time = cells[0] ?? '';
    bars.timestamp[row] = Date.parse(time.length === 10 ? `${time}T00:00:00Z` : time);
    for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) {
      bars[column][row] = Number(cells[place[column]]);
    }
  });
  return bars;
}
