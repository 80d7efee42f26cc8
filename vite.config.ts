import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { sandboxRuntime } from './scripts/vite/sandbox-runtime.ts';
import { securityHeaders } from './scripts/vite/security-headers.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** DuckDB's glue code contains `eval`, which is never reached here and which the content security policy forbids anyway. */
const QUIET = { eval: false, bundlerTimings: false };

export default defineConfig({
  base: process.env.BACKTAB_BASE ?? './',
  plugins: [react(), sandboxRuntime(), securityHeaders()],
  resolve: {
    alias: {
      '@duckdb/duckdb-wasm/blocking': path(
        'node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs',
      ),
    },
    dedupe: ['apache-arrow'],
  },
  // What only the worker imports would otherwise be found late, and make the development server reload the page.
  optimizeDeps: { entries: ['index.html', 'src/worker/storage/storage.worker.ts'] },
  worker: { format: 'es', rolldownOptions: { checks: QUIET } },
  build: {
    rolldownOptions: { checks: QUIET },
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 4096,
  },
});
