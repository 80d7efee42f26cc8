import type { FrameMessage } from './messages.ts';

/** A sandboxed frame whose worker runs one job. */
export interface SandboxFrame {
  /** Removes the frame, and with it its worker, whatever that is doing. Idempotent. */
  remove(): void;
}

/**
 * Opens the hidden frame and hands it its message and ports once it has loaded. The frame has an origin of its own (`allow-scripts` without
 * `allow-same-origin`), so that its code reaches no storage, lock or network of ours. `onFailure`: the worker did not start.
 */
export function openSandboxFrame(
  url: string,
  message: FrameMessage,
  ports: readonly [control: MessagePort, feed: MessagePort],
  onFailure: (reason: string) => void,
): SandboxFrame {
  const frame = document.createElement('iframe');
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== frame.contentWindow || event.source === null) return;
    const data = event.data as { readonly type?: unknown; readonly message?: unknown } | null;
    if (data?.type === 'worker-error') onFailure(String(data.message).slice(0, 1_000));
  };
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.title = 'Strategy sandbox';
  frame.src = url;
  frame.addEventListener(
    'load',
    () => frame.contentWindow?.postMessage(message, { targetOrigin: '*', transfer: [...ports] }),
    { once: true },
  );
  frame.addEventListener('error', () => onFailure(`${url} could not be loaded`), { once: true });
  window.addEventListener('message', onMessage);
  document.body.append(frame);
  return {
    remove() {
      window.removeEventListener('message', onMessage);
      frame.remove();
    },
  };
}
