/** Headers for the paths that one pattern of a `_headers` file matches. */
export interface HeaderRule {
  /** A path, or a prefix that ends in `*`. */
  readonly pattern: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Rules of a `_headers` file (Netlify and Cloudflare Pages syntax), in file order. */
export function parseHeaderRules(text: string): HeaderRule[] {
  const rules: { pattern: string; headers: Record<string, string> }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      rules.push({ pattern: line.trim(), headers: {} });
      continue;
    }
    const colon = line.indexOf(':');
    const rule = rules.at(-1);
    if (colon < 0 || !rule) throw new Error(`Line "${line}" of _headers is neither a path nor a header`);
    rule.headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return rules;
}

/** All headers that `rules` give to `path`; a later rule wins over an earlier one. */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { pattern, headers: own } of rules) {
    const matches = pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
    if (matches) Object.assign(headers, own);
  }
  return headers;
}
