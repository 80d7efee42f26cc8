import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { type HeaderRule, headersFor, parseHeaderRules } from './header-rules.ts';

const HEADERS_FILE = fileURLToPath(new URL('../../public/_headers', import.meta.url));
const POLICY = 'Content-Security-Policy';

/** The React refresh preamble is an inline script; only the dev server allows it. */
function relaxForDevelopment(policy: string): string {
  return policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
}

/** Directives that a `<meta>` element may carry: browsers ignore the others there and say so on the console. */
function metaPolicy(policy: string): string {
  return policy
    .split('; ')
    .filter((directive) => !/^(frame-ancestors|sandbox|report-uri)\b/.test(directive))
    .join('; ');
}

function apply(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Path of a request without its query and without `base`. */
function requestPath(url: string | undefined, base: string): string {
  const path = (url ?? '/').replace(/[?#].*$/, '');
  return base !== '/' && path.startsWith(base) ? `/${path.slice(base.length)}` : path;
}

/**
 * Serves `public/_headers` from the dev and preview servers, so that what a host will send is what is developed and tested against, and repeats
 * the page's policy in a `<meta>` for hosts that send no headers.
 */
export function securityHeaders(): Plugin {
  const rules: HeaderRule[] = parseHeaderRules(readFileSync(HEADERS_FILE, 'utf8'));
  const pagePolicy = headersFor(rules, '/index.html')[POLICY];
  if (!pagePolicy) throw new Error(`public/_headers gives /index.html no ${POLICY}`);
  let building = true;
  return {
    name: 'backtab:security-headers',
    configResolved(config) {
      building = config.command === 'build';
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = requestPath(request.url, server.config.base);
        const headers = headersFor(rules, path);
        // A worker takes its policy from its own response, and in development modules are served from every path.
        headers[POLICY] = relaxForDevelopment(headers[POLICY] ?? pagePolicy);
        if (path.startsWith('/assets/')) delete headers['Cache-Control'];
        apply(response, headers);
        next();
      });
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        apply(response, headersFor(rules, requestPath(request.url, server.config.base)));
        next();
      });
    },
    transformIndexHtml() {
      if (!building) return [];
      return [
        {
          tag: 'meta',
          attrs: { 'http-equiv': POLICY, content: metaPolicy(pagePolicy) },
          injectTo: 'head-prepend',
        },
      ];
    },
  };
}
