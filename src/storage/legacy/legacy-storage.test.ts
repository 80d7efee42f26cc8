import { describeBarStorage } from '../contract/bar-storage-contract.ts';
import { MemoryStorage } from '../memory/memory-storage.ts';
import { LegacyStorage } from './legacy-storage.ts';

const environment = { clock: () => performance.now(), now: () => Date.now() };

describeBarStorage('legacy', {
  open: async (chunkRows) => new LegacyStorage(environment, { chunkRows }),
  other: async () => new MemoryStorage(environment),
  end: async () => {},
});
