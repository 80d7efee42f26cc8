import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import { describeBarStorage } from '../contract/bar-storage-contract.ts';

const inMemory = startCompiled();
const inFile = startCompiled();
const FILE = 'contract.db';

describeBarStorage('duckdb in memory, in a worker', {
  open: async (chunkRows) => (await inMemory).harness.openStorage(undefined, chunkRows),
  other: async () => (await inMemory).harness.openInMemory('memory'),
  end: async () => (await inMemory).worker.terminate(),
});

describeBarStorage('duckdb in the private file system, in a worker', {
  open: async (chunkRows) => {
    const { harness } = await inFile;
    await harness.removeFiles(FILE);
    return harness.openStorage(FILE, chunkRows);
  },
  other: async () => (await inFile).harness.openInMemory('memory'),
  end: async () => (await inFile).worker.terminate(),
});
