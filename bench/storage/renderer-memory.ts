import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly parent: number;
  readonly peak: number;
}

function readProcess(id: string): Process | undefined {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { parent: field('PPid'), peak: field('VmHWM') * 1024 };
  } catch {
    return undefined;
  }
}

/** Largest resident memory that any process under `ancestor` has ever had, bytes: the tab with all its workers. Linux only; 0 elsewhere. */
export function peakMemory(ancestor: number): number {
  let ids: string[];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return 0;
  }
  const processes = new Map(ids.map((id) => [Number(id), readProcess(id)]));
  const isBelow = (id: number): boolean => {
    const parent = processes.get(id)?.parent ?? 0;
    return parent === ancestor || (parent > 1 && isBelow(parent));
  };
  return Math.max(0, ...[...processes.keys()].filter(isBelow).map((id) => processes.get(id)?.peak ?? 0));
}
