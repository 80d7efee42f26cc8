import { readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ViteDevServer } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RUNTIME_ENTRY = join(ROOT, 'src/worker/sandbox/runtime.ts');
const STRATEGY_FOLDER = join(ROOT, 'src/strategies');
const STRATEGY_KIT = join(ROOT, 'src/engine/strategy-kit.ts');

/** Name under which strategy code requires the strategy kit. */
const KIT_NAME = 'backtab';

/** Folders whose files end up in the bundles; a change in one of them makes the dev server bundle again. */
const WATCHED = ['core', 'indicators', 'metrics', 'engine', 'strategies', 'worker'].map((folder) =>
  join(ROOT, 'src', folder, sep),
);

interface Bundle {
  readonly code: string;
  /** Absolute paths of the modules inside. */
  readonly modules: readonly string[];
}

/** Files of `src/strategies` that hold a strategy: all but the catalogue and tests. */
function strategyFiles(): string[] {
  return readdirSync(STRATEGY_FOLDER)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'catalogue.ts')
    .map((name) => join(STRATEGY_FOLDER, name));
}

/** Leaves the strategy kit out of a bundle and has it required by name instead. */
const kitIsExternal: Plugin = {
  name: 'backtab:kit-is-external',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source === KIT_NAME) return { id: KIT_NAME, external: true };
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved?.id === STRATEGY_KIT ? { id: KIT_NAME, external: true } : null;
  },
};

/** Bundles one entry into one script text. */
async function bundle(entry: string, format: 'iife' | 'cjs', minify: boolean): Promise<Bundle> {
  const output = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    plugins: format === 'cjs' ? [kitIsExternal] : [],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: minify ? 'oxc' : false,
      lib: { entry, formats: [format], name: 'backtabSandbox', fileName: 'bundle' },
      rolldownOptions: { output: { exports: format === 'cjs' ? 'named' : 'auto' } },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error(`${relative(ROOT, entry)} was not bundled`);
  const chunks = first.output.filter((file) => file.type === 'chunk');
  if (chunks.length !== 1 || !chunks[0]) {
    throw new Error(`${relative(ROOT, entry)} must bundle to one script, not ${chunks.length}`);
  }
  return { code: chunks[0].code, modules: chunks[0].moduleIds.filter((id) => id.startsWith(ROOT)) };
}

/**
 * Two virtual modules for the page, both meant for a dynamic import so that they stay out of its first load:
 * - `virtual:sandbox-runtime`: `source` = the script that runs inside the sandboxed worker, as one text;
 * - `virtual:strategy-sources`: `sources` = CommonJS text of every shipped strategy by id (its file name); it requires `backtab`.
 */
export function sandboxRuntime(): Plugin {
  let minify = true;
  const modules: Record<string, () => Promise<Bundle>> = {
    'virtual:sandbox-runtime': async () => {
      const { code, modules } = await bundle(RUNTIME_ENTRY, 'iife', minify);
      return { code: `export const source = ${JSON.stringify(code)};`, modules };
    },
    'virtual:strategy-sources': async () => {
      const bundles = await Promise.all(strategyFiles().map((file) => bundle(file, 'cjs', false)));
      const sources = strategyFiles().map((file, index) => [basename(file, '.ts'), bundles[index]?.code]);
      return {
        code: `export const sources = ${JSON.stringify(Object.fromEntries(sources))};`,
        modules: bundles.flatMap((each) => each.modules),
      };
    },
  };
  const resolvedId = (id: string) => `\0${id}`;
  const invalidate = (server: ViteDevServer, file: string) => {
    if (!WATCHED.some((folder) => file.startsWith(folder))) return;
    for (const id of Object.keys(modules)) {
      const module = server.moduleGraph.getModuleById(resolvedId(id));
      if (module) server.moduleGraph.invalidateModule(module);
    }
  };
  return {
    name: 'backtab:sandbox-runtime',
    configResolved(config) {
      minify = config.command === 'build';
    },
    configureServer(server) {
      for (const event of ['change', 'add', 'unlink'] as const) {
        server.watcher.on(event, (file) => invalidate(server, file));
      }
    },
    resolveId: (id) => (Object.hasOwn(modules, id) ? resolvedId(id) : undefined),
    async load(id) {
      const make = id.startsWith('\0') ? modules[id.slice(1)] : undefined;
      if (!make) return undefined;
      const { code, modules: inside } = await make();
      for (const file of inside) this.addWatchFile(file);
      return { code, moduleSideEffects: false };
    },
  };
}
