import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, preview } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const root = path('../..');

/** Builds the bench as the product is built, worker and all, and serves it. `url` is the page. */
export async function startBenchServer(
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = path(`../../.cache/bench-${port}`);
  const config: InlineConfig = {
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    publicDir: false,
    resolve: {
      alias: {
        '@duckdb/duckdb-wasm/blocking': path(
          '../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs',
        ),
      },
      dedupe: ['apache-arrow'],
    },
    server: { fs: { allow: [root, realpathSync(path('../../node_modules'))] } },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: path('./index.html') },
    },
  };
  await build(config);
  const server = await preview({ ...config, preview: { port, strictPort: true, host: 'localhost' } });
  return {
    url: `http://localhost:${port}/bench/storage/index.html`,
    close: () => server.close(),
  };
}
