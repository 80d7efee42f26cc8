import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

/** A server for the storage harness alone. */
export interface HarnessServer {
  readonly url: string;
  close(): Promise<void>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BLOCKING = '@duckdb/duckdb-wasm/blocking';

/** Port of the harness of this test process: each of those that run side by side has its own. */
export const HARNESS_PORT = 4310 + Number(process.env.TEST_PARALLEL_INDEX ?? 0);

const PAGE = 'tests/harness/storage/index.html';

let built: Promise<string> | undefined;

/** Bundles the harness, once a process: a browser that starts anew for every session loads three files then, not two hundred. */
async function bundleHarness(port: number): Promise<string> {
  const outDir = path(`../../../.cache/harness-${port}`);
  await build({
    configFile: false,
    root: path('../../..'),
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    resolve: {
      alias: {
        [BLOCKING]: path('../../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs'),
      },
      dedupe: ['apache-arrow'],
    },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'es2022',
      rolldownOptions: { input: path(`../../../${PAGE}`) },
    },
  });
  return outDir;
}

/** Serves `tests/harness/storage`, built from source: the product's own storage classes in a worker, without the page around them. */
export async function startHarnessServer(port: number): Promise<HarnessServer> {
  built ??= bundleHarness(port);
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: await built },
    preview: { port, strictPort: true },
  });
  return { url: `http://localhost:${port}/${PAGE}`, close: () => server.close() };
}
