import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { sandboxRuntime } from './scripts/vite/sandbox-runtime.ts';
import { securityHeaders } from './scripts/vite/security-headers.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

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
  optimizeDeps: {
    // Reached only from workers: found late, they would make the development server reload the page.
    include: [
      'papaparse',
      'parquet-wasm/esm',
      'pure-rand/distribution/uniformFloat64',
      'pure-rand/generator/xoroshiro128plus',
    ],
  },
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 4096 },
});
