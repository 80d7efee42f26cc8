import { useEffect } from 'react';
import type { Command } from './commands.ts';

const EDITABLE = 'input, textarea, select, [contenteditable="true"]';

/** True on Apple platforms, where ⌘ stands for Ctrl. */
export const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

/** `keys` of a command as printed on the keys of this platform. */
export function keyCaps(keys: string): readonly string[] {
  return keys
    .split('+')
    .filter((key) => key !== '')
    .map((key) => ({ Mod: APPLE ? '⌘' : 'Ctrl', Enter: APPLE ? '↵' : 'Enter', Escape: 'Esc' })[key] ?? key);
}

/** True when `event` is the key combination `keys`. Plain keys do not count while a field is being edited. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  if (keys === '') return false;
  const modified = keys.startsWith('Mod+');
  const key = modified ? keys.slice(4) : keys;
  if ((event.metaKey || event.ctrlKey) !== modified || event.altKey) return false;
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  const target = event.target;
  return modified || !(target instanceof Element && target.closest(EDITABLE));
}

/** Listens for the keys of `commands` on the whole page; an open dialog keeps all but ⌘K to itself. */
export function useShortcuts(commands: readonly Command[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      const command = commands.find((one) => matchesKeys(event, one.keys));
      if (!command) return;
      if (command.keys !== 'Escape') event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [commands]);
}
