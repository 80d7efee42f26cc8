import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** A server for the storage harness alone. */
export interface HarnessServer {
  readonly url: string;
  close(): Promise<void>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BLOCKING = '@duckdb/duckdb-wasm/blocking';

/** Port of the harness of this test process: each of those that run side by side has its own. */
export const HARNESS_PORT = 4310 + Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** Serves `tests/harness/storage` from source: the product's own storage classes in a worker, without the page around them. */
export async function startHarnessServer(port: number): Promise<HarnessServer> {
  const server = await createServer({
    configFile: false,
    root: path('../../..'),
    cacheDir: path(`../../../.cache/vite-harness-${port}`),
    logLevel: 'error',
    server: {
      port,
      strictPort: true,
      hmr: false,
      watch: null,
      fs: { allow: [path('../../..'), realpathSync(path('../../../node_modules'))] },
    },
    worker: { format: 'es' },
    resolve: {
      alias: {
        [BLOCKING]: path('../../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs'),
      },
      dedupe: ['apache-arrow'],
    },
    optimizeDeps: { include: ['apache-arrow', BLOCKING], noDiscovery: true },
  });
  await server.listen();
  return {
    url: `http://localhost:${port}/tests/harness/storage/index.html`,
    close: () => server.close(),
  };
}
