import { prepareEngine } from '../../storage/duckdb/duckdb-engine.ts';
import { installErrorTransfer } from '../comlink-errors.ts';
import type { OwnerMessage } from '../storage-control.ts';
import { databaseFiles, storageOpener } from './open-storage.ts';
import { createStorageService } from './storage-service.ts';

// Entry of the storage worker: the only place where the database is open. It speaks Comlink on the ports that its page hands it, and with nobody else.

const clock = () => performance.now();

installErrorTransfer();
prepareEngine();
const handle = createStorageService({
  openStorage: storageOpener(clock, Date.now),
  files: databaseFiles(Date.now),
  clock,
  report: (report) => self.postMessage(report),
  endWorker: () => self.close(),
});
self.addEventListener('message', ({ data }) => handle(data as OwnerMessage));
