import { address, serve } from './serve.ts';

console.log(address(await serve({ strictPort: true })));
