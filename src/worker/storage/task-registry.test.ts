import { describe, expect, it } from 'vitest';
import { createTaskRegistry } from './task-registry.ts';

const aborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    if (signal.aborted) resolve('before it began');
    signal.addEventListener('abort', () => resolve('while it ran'));
  });

describe('tasks', () => {
  it('are aborted while they run', async () => {
    const tasks = createTaskRegistry();
    const result = tasks.run(1, aborted);
    tasks.cancel(1);
    expect(await result).toBe('while it ran');
  });

  it('are aborted when the cancel came first', async () => {
    const tasks = createTaskRegistry();
    tasks.cancel(2);
    expect(await tasks.run(2, aborted)).toBe('before it began');
  });

  it('leave other tasks alone', async () => {
    const tasks = createTaskRegistry();
    let other = false;
    const first = tasks.run(1, aborted);
    const second = tasks.run(2, async (signal) => {
      await first;
      other = signal.aborted;
    });
    tasks.cancel(1);
    await second;
    expect(other).toBe(false);
  });

  it('end when their work throws, and their number is free again', async () => {
    const tasks = createTaskRegistry();
    await expect(tasks.run(1, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    tasks.cancel(1);
    expect(await tasks.run(1, async (signal) => signal.aborted)).toBe(false);
  });

  it('cannot share a number', async () => {
    const tasks = createTaskRegistry();
    const first = tasks.run(1, aborted);
    await expect(tasks.run(1, aborted)).rejects.toMatchObject({ code: 'bad-argument' });
    tasks.cancel(1);
    await first;
  });
});
