import ehWasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { type StartedHarness, startHarness } from './start-harness.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/** Starts a worker with the product's storage classes on a module that is compiled once a page: for the many workers of one test file. */
export async function startCompiled(): Promise<StartedHarness> {
  compiled ??= WebAssembly.compileStreaming(fetch(ehWasm));
  const [started, module] = await Promise.all([startHarness(), compiled]);
  await started.harness.shareModule(module);
  return started;
}
