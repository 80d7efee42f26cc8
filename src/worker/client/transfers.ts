import { proxy } from 'comlink';
import { BacktabError } from '../../core/error.ts';
import { ASSET_TYPES, type AssetType } from '../../core/series.ts';
import type { StorageStatus, TransferProgress } from '../storage-facade.ts';
import type { Events } from './events.ts';
import type { StorageConnection } from './storage-connection.ts';
import type { CallOptions, WorkbenchClient } from './workbench-client.ts';

/** Out of the database and back in: the part of the client that moves files. */
export type Transfers = Pick<
  WorkbenchClient,
  | 'renameSeries'
  | 'getCoverage'
  | 'exportSeries'
  | 'copySeries'
  | 'backup'
  | 'restore'
  | 'setDatabaseAside'
  | 'listSetAside'
  | 'readSetAside'
  | 'deleteSetAside'
  | 'readDatabaseFiles'
>;

/** {@link Transfers} over `connection`. `seriesWritten` is called after what may have changed the stored series. */
export function createTransfers(
  { storage, cancellable }: StorageConnection,
  events: Events,
  seriesWritten: () => void,
): Transfers {
  const reporting = ({ onProgress }: CallOptions<TransferProgress>) =>
    proxy((progress: TransferProgress) => onProgress?.(progress));
  const replaced = (status: StorageStatus): StorageStatus => {
    events.emit({ type: 'status-changed', status });
    return status;
  };
  return {
    async renameSeries(reference, changes) {
      checkChanges(changes);
      const { symbol, assetType, exchange, quote, timeframe, source, id } =
        await storage.resolveSeries(reference);
      const key = { symbol, assetType, exchange, quote, timeframe, source };
      const renamed = await storage.renameSeries(id, { ...key, ...changes });
      seriesWritten();
      return renamed;
    },
    async getCoverage(reference, { range, ...options } = {}) {
      const { id, first, last } = await storage.resolveSeries(reference);
      return storage.getCoverage(id, range ?? { from: first, to: last + 1 }, options);
    },
    async exportSeries(reference, format, options = {}) {
      const { id } = await storage.resolveSeries(reference);
      return cancellable('The export', options.signal, (task) =>
        storage.exportSeries(task, id, format, reporting(options)),
      );
    },
    async copySeries(reference, { to = 'memory', ...options } = {}) {
      const { id } = await storage.resolveSeries(reference);
      return cancellable('The copy', options.signal, (task) =>
        storage.copySeries(task, id, to, reporting(options)),
      );
    },
    backup: (options = {}) =>
      cancellable('The backup', options.signal, (task) => storage.backup(task, reporting(options))),
    async restore(backup, options = {}) {
      try {
        return replaced(
          await cancellable('The restore', options.signal, (task) =>
            storage.restore(task, backup, reporting(options)),
          ),
        );
      } finally {
        seriesWritten();
      }
    },
    async setDatabaseAside() {
      const status = replaced(await storage.setDatabaseAside());
      seriesWritten();
      return status;
    },
    listSetAside: () => storage.listSetAside(),
    readSetAside: (fileName) => storage.readSetAside(fileName),
    deleteSetAside: (fileName) => storage.deleteSetAside(fileName),
    readDatabaseFiles: () => storage.readDatabaseFiles(),
  };
}

const KEY_FIELDS = ['symbol', 'assetType', 'exchange', 'quote', 'timeframe', 'source'];

function checkChanges(changes: unknown): void {
  const given = typeof changes === 'object' && changes !== null ? Object.entries(changes) : [];
  if (given.length === 0) {
    throw new BacktabError('bad-argument', 'Say what to change, as in { symbol: "GOOG" }');
  }
  for (const [field, value] of given) {
    if (!KEY_FIELDS.includes(field)) {
      throw new BacktabError(
        'bad-argument',
        `A series has no field "${field}": use ${KEY_FIELDS.join(', ')}`,
      );
    }
    if (typeof value !== 'string' || (field === 'symbol' && value.trim() === '')) {
      throw new BacktabError('bad-argument', `${field} is ${JSON.stringify(value)}: give a text`);
    }
    if (field === 'assetType' && !ASSET_TYPES.includes(value as AssetType)) {
      throw new BacktabError('bad-argument', `assetType is "${value}": use one of ${ASSET_TYPES.join(', ')}`);
    }
  }
}
