import type { BarColumn } from '../../core/bar.ts';
import type { BarSnapshot, BarStorage } from '../../storage/bar-storage.ts';

/** One value of one bar that a storage gets wrong. */
export interface Alteration {
  readonly column: BarColumn;
  /** Open time of the bar, epoch ms UTC. */
  readonly timestamp: number;
  readonly change: (value: number) => number;
}

/** `storage`, whose snapshots give one altered value and are otherwise faithful. */
export function alterOneBar(storage: BarStorage, alteration: Alteration): BarStorage {
  return new Proxy(storage, {
    get(target, name) {
      if (name === 'openSnapshot') {
        return async (...request: Parameters<BarStorage['openSnapshot']>) =>
          alterSnapshot(await target.openSnapshot(...request), alteration);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function alterSnapshot(snapshot: BarSnapshot, { column, timestamp, change }: Alteration): BarSnapshot {
  return {
    series: snapshot.series,
    release: () => snapshot.release(),
    async read(series, chunk, columns) {
      const bars = await snapshot.read(series, chunk, [...new Set([...columns, 'timestamp' as const])]);
      const row = bars.timestamp?.indexOf(timestamp) ?? -1;
      const values = bars[column];
      if (row >= 0 && values) values[row] = change(values[row] as number);
      return Object.fromEntries(columns.map((name) => [name, bars[name]]));
    },
  };
}
