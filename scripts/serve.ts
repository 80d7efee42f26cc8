import { type PreviewServer, preview } from 'vite';

/** Serves the built workbench from `dist` on localhost with the headers of `public/_headers`. Port 4173 unless `PORT` says otherwise; the next free one when taken. */
export async function serve(options: { readonly strictPort?: boolean } = {}): Promise<PreviewServer> {
  const port = Number(process.env.PORT ?? 4173);
  return preview({
    preview: { port, strictPort: options.strictPort ?? false, host: 'localhost' },
    logLevel: 'warn',
  });
}

/** Address that a browser opens. */
export function address(server: PreviewServer): string {
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The server has no local address');
  return url;
}
