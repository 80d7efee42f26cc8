import { type RefObject, useEffect, useRef } from 'react';

/** A ref whose element takes the focus when it appears, so that a dialog that changes its content keeps the keyboard. */
export function useInitialFocus<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}
