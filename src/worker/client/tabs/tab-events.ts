import type { Events } from '../events.ts';
import type { WorkbenchEvent } from '../workbench-client.ts';
import type { TabChannel } from './tab-channel.ts';

/** What concerns every tab: the database behind them is the same. A run in progress and the status are a tab's own. */
const SHARED: readonly WorkbenchEvent['type'][] = ['series-changed', 'runs-changed', 'timings-changed'];

/** Events that reach the other tabs too. */
export interface SharedEvents extends Events {
  /** Tells this tab alone. */
  tell(event: WorkbenchEvent): void;
}

/** `events`, of which those that concern every tab go to `channel` too, and come from it. */
export function shareEvents(events: Events, channel: TabChannel): SharedEvents {
  channel.listen((message) => {
    if (message.type === 'event') events.emit(message.event);
  });
  return {
    emit(event) {
      events.emit(event);
      if (SHARED.includes(event.type)) channel.send({ type: 'event', event });
    },
    tell: events.emit,
    subscribe: events.subscribe,
  };
}
