import { EquityCellBuilder } from '../../storage/equity-cells.ts';
import type { EquitySource, EquitySpool, RunEquity, RunRecord, RunStore } from '../../storage/run-store.ts';

/** A run store that keeps everything in memory, for tests. */
export class RunStoreInMemory implements RunStore {
  readonly records = new Map<string, RunRecord>();
  readonly curves = new Map<string, EquitySource>();

  openSpool(_runId: string, storage: string, cellWidth: number): EquitySpool {
    const cells = new EquityCellBuilder(cellWidth);
    const rows: [number, number][] = [];
    return {
      storage,
      get bars() {
        return rows.length;
      },
      append({ timestamp, equity }: RunEquity) {
        cells.append(timestamp, equity);
        for (const [bar, time] of timestamp.entries()) rows.push([time, equity[bar] as number]);
      },
      cells: () => cells.cells(),
      equity({ from, to }) {
        const inside = rows.filter(([time]) => time >= from && time < to);
        return {
          timestamp: Float64Array.from(inside, ([time]) => time),
          equity: Float64Array.from(inside, ([, value]) => value),
        };
      },
      discard() {},
    };
  }

  async save(run: RunRecord, spools: readonly EquitySpool[]): Promise<void> {
    this.records.set(run.runId, run);
    for (const spool of spools) this.curves.set(`${run.runId} ${spool.storage}`, spool);
  }

  async load(runId: string): Promise<RunRecord | undefined> {
    return this.records.get(runId);
  }

  async equity(runId: string, storage: string): Promise<EquitySource | undefined> {
    return this.curves.get(`${runId} ${storage}`);
  }

  async list() {
    return [...this.records.values()].reverse();
  }
}
