import type { RunWarning } from './backtest-result.ts';
import type { BarLoop } from './bar-loop.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import type { PortfolioLoop } from './portfolio-loop.ts';
import { atBar } from './strategy-call.ts';

const COURSES: Readonly<Record<IntrabarPolicy, string>> = {
  pessimistic: 'the worse course',
  adaptive: 'the course by the extreme nearer to the open',
  optimistic: 'the better course',
};

/** What the user ought to know about a run that is over. */
export function runWarnings(loop: BarLoop | PortfolioLoop): RunWarning[] {
  const warnings: RunWarning[] = [];
  const bars = loop.done;
  if (loop.firstDecision >= bars) {
    warnings.push({
      code: 'no-decision',
      message: Number.isFinite(loop.firstDecision)
        ? `The strategy was never asked: its first decision needs ${grouped(loop.firstDecision + 1)} bars, the run has ${grouped(bars)}`
        : `The strategy was never asked: not all of its indicators had a value before the end of the run, after ${grouped(bars)} bars`,
    });
  }
  if (loop.isStarved) {
    warnings.push({
      code: 'no-decision',
      message: `The strategy decided without all of its indicators: at least one needs more bars than the ${grouped(bars)} of the run and has no value`,
    });
  }
  const { orders } = loop.broker.book;
  const { orders: rejected, first } = orders.count('rejected');
  if (rejected > 0) {
    const example = orders.record(first);
    const what =
      rejected === 1 ? '1 order was rejected' : `${grouped(rejected)} orders were rejected, the first one`;
    const atOnce = example.endedBar === example.submittedBar;
    const { found } = loop.broker.book.sites;
    const sent = found ? `, sent at${found.place.slice(1)}` : '';
    const place = atOnce ? (loop.broker.refusedAt ?? '') : found?.orderId === first ? sent : '';
    const later = found && found.orderId !== first ? orders.record(found.orderId) : null;
    const another = later
      ? `; another one ${atBar(later.endedBar ?? later.submittedBar, later.endedTime ?? later.submittedTime)}${sent}: ${later.reason}`
      : '';
    warnings.push({
      code: 'orders-rejected',
      message: `${what} ${atBar(example.endedBar ?? example.submittedBar, example.endedTime ?? example.submittedTime)}${place}: ${example.reason}${another}`,
      bar: example.submittedBar,
      time: example.submittedTime,
    });
  }
  if (loop.ruinBar >= 0) {
    warnings.push({
      code: 'ruin',
      message: 'The equity was used up: everything was closed and the run stopped trading',
      bar: loop.ruinBar,
      time: loop.ruinTime,
    });
  }
  warnings.push(...accountWarnings(loop));
  const ambiguous = loop.broker.execution.ambiguities.list;
  const doubt = ambiguous[0];
  if (doubt) {
    const what = ambiguous.length === 1 ? '1 bar does' : `${grouped(ambiguous.length)} bars do`;
    warnings.push({
      code: 'ambiguous-bars',
      message: `${what} not tell what happened first within them, and something was decided there: ${COURSES[loop.intrabar]} was taken`,
      bar: doubt.bar,
      time: doubt.time,
    });
  }
  const open = loop.broker.portfolio.open.length;
  if (open > 0) {
    const what = open === 1 ? '1 trade is' : `${grouped(open)} trades are`;
    warnings.push({
      code: 'open-trades',
      message: `${what} still open and marked at the last close; "finalize trades" would close them`,
    });
  }
  return warnings;
}

function accountWarnings({ account }: BarLoop | PortfolioLoop): RunWarning[] {
  const warnings: RunWarning[] = [];
  const calls = account?.marginCall?.calls ?? [];
  const [call] = calls;
  if (call) {
    const { bar, time, equity, required, closed } = call;
    const what = calls.length === 1 ? 'At 1 close' : `At ${grouped(calls.length)} closes`;
    const units = closed.reduce((sum, each) => sum + each.units, 0);
    const example = `${atBar(bar, time)} it was ${equity.toFixed(2)} where ${required.toFixed(2)} were required, and ${units} units were closed`;
    const message = `${what} the equity was below the maintenance margin, and trades were closed at the next open ("margin call"): ${example}`;
    warnings.push({ code: 'margin-call', message, bar, time });
  }
  const { refused = 0, refusedAt = null } = account?.cash ?? {};
  if (refusedAt) {
    const message = `${refused.toFixed(2)} could not be withdrawn: a withdrawal takes no more than open trades leave free`;
    warnings.push({ code: 'withdrawal-cut', message, ...refusedAt });
  }
  return warnings;
}

/** A count with commas between thousands. By hand: what `Intl` knows differs from browser to browser, and warnings are part of a result. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
