/** The script of the sandboxed worker as one text, see `scripts/vite/sandbox-runtime.ts`. Import it dynamically. */
declare module 'virtual:sandbox-runtime' {
  export const source: string;
}

/** CommonJS text of every shipped strategy by id. Import it dynamically. */
declare module 'virtual:strategy-sources' {
  export const sources: Readonly<Record<string, string>>;
}
