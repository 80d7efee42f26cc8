/** The script of the sandboxed worker as one text, see `scripts/vite/sandbox-runtime.ts`. Import it dynamically. */
declare module 'virtual:sandbox-runtime' {
  const source: string;
  export default source;
}

/** CommonJS text of every shipped strategy by id. Import it dynamically. */
declare module 'virtual:strategy-sources' {
  const sources: Readonly<Record<string, string>>;
  export default sources;
}
