import { startHarness } from '../../../tests/harness/storage/start-harness.ts';
import { describeBarStorage } from './bar-storage-contract.ts';

for (const kind of ['memory', 'legacy'] as const) {
  const started = startHarness();
  describeBarStorage(`${kind} in a worker`, {
    open: async (chunkRows) => (await started).harness.openInMemory(kind, chunkRows),
    other: async () => (await started).harness.openInMemory('memory'),
    end: async () => (await started).worker.terminate(),
  });
}
