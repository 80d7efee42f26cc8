import { startHarness } from './start-harness.ts';

Object.assign(globalThis, { started: startHarness() });
