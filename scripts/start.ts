import { build } from 'vite';
import { address, serve } from './serve.ts';

await build({ logLevel: 'warn' });
const server = await serve();
console.log(`\n  Backtab  ${address(server)}\n\n  Press Ctrl+C to stop.\n`);
