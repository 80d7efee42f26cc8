import type { KeyboardEvent } from 'react';
import { RESULT_TABS, type ResultTab } from '../settings/view-store.ts';
import { useView } from '../shell/workbench.tsx';
import classes from './result-panel.module.css';

const LABELS: Readonly<Record<ResultTab, string>> = {
  overview: 'Overview',
  trades: 'Trades',
  orders: 'Orders',
  fills: 'Fills',
  returns: 'Returns',
  drawdowns: 'Drawdowns',
  breakdown: 'Breakdown',
  timings: 'Timings',
  compare: 'Compare',
};

/** The tabs of the results; arrow keys move between them. */
export function ResultTabs(props: { readonly counts: Partial<Readonly<Record<ResultTab, string>>> }) {
  const tab = useView((state) => state.tab);
  const setTab = useView((state) => state.setTab);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const count = RESULT_TABS.length;
    const next = RESULT_TABS[(RESULT_TABS.indexOf(tab) + step + count) % count] as ResultTab;
    setTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className={classes.tabs} role="tablist" aria-label="Results" onKeyDown={onKeyDown}>
      {RESULT_TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          className={classes.tab}
          aria-selected={one === tab}
          aria-controls={one === tab ? `panel-${one}` : undefined}
          tabIndex={one === tab ? 0 : -1}
          data-testid={`tab-${one}`}
          onClick={() => setTab(one)}
        >
          {LABELS[one]}
          {props.counts[one] && <span className={classes.count}>{props.counts[one]}</span>}
        </button>
      ))}
    </div>
  );
}
