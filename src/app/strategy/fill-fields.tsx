import {
  FILL_PROFILES,
  type FillProfile,
  INTRABAR_POLICIES,
  type IntrabarPolicy,
} from '../../worker/client/types.ts';
import { useData, useRun } from '../shell/workbench.tsx';
import { changedTerms, hasOwnRules, isFiner, type TermsChange } from './form-terms.ts';
import classes from './strategy-panel.module.css';
import { TermNumber, TermSelect, TermSwitch, useEditTerms } from './term-fields.tsx';
import { TermGroup } from './term-group.tsx';
import { fillWords, shortName } from './term-words.ts';

const FILL_TEXTS: Readonly<Record<FillProfile, string>> = {
  'next-open':
    'a market order fills at the open of the next bar; one that the account cannot pay is rejected.',
  'backtesting.py':
    'as that package: the first decision comes a bar later, unpayable orders are cancelled, finalize closes at the last open.',
  close: 'as next-open, but a market order fills at the close that decides.',
  lumibot: 'as next-open, but orders fill whether the account can pay them or not.',
};

const FILL_HINT = (
  <dl className={classes.profiles}>
    {FILL_PROFILES.map((profile) => (
      <div key={profile}>
        <dt>{profile}:</dt> <dd>{FILL_TEXTS[profile]}</dd>
      </div>
    ))}
  </dl>
);

const PROFILES = FILL_PROFILES.map((value) => ({ value, label: value }));
const POLICIES = INTRABAR_POLICIES.map((value) => ({ value, label: value }));
const GAPS = [
  { value: 'default', label: 'by default' },
  { value: 'days', label: 'days…' },
  { value: 'any', label: 'any' },
] as const;

const NOTHING: TermsChange = {
  tradeOnClose: undefined,
  intrabar: undefined,
  finerBars: undefined,
  band: undefined,
  maxGap: undefined,
  volumeLimit: undefined,
};

const OWN_RULES = 'Not in backtesting.py, which has rules of its own. ';

/** Shorter bars of what is traded, a field for each series that has some stored. */
function FinerBars() {
  const series = useData((state) => state.series);
  const selectedId = useData((state) => state.selectedId);
  const { others, fillProfile, terms } = useRun((state) => state.form);
  const edit = useEditTerms();
  const chosen = terms.finerBars ?? [];
  const traded = [selectedId, ...others].filter((id) => series.some((one) => one.id === id)) as string[];
  const fields = [...new Set(traded)]
    .map((id) => ({ id, finer: series.filter((one) => isFiner(one.id, id) && !traded.includes(one.id)) }))
    .filter(({ finer }) => finer.length > 0);
  return fields.map(({ id, finer }, index) => {
    const value = chosen.find((one) => finer.some((each) => each.id === one)) ?? '';
    return (
      <TermSelect
        key={id}
        id={`run-finer-${index}`}
        label={fields.length > 1 ? `Finer bars, ${shortName(id)}` : 'Finer bars'}
        hint={`${hasOwnRules(fillProfile) ? OWN_RULES : ''}Stored shorter bars of the same instrument: a bar that does not tell what happened first is looked into.`}
        disabled={hasOwnRules(fillProfile)}
        value={value}
        choices={[
          { value: '', label: 'none' },
          ...finer.map((one) => ({ value: one.id, label: [shortName(one.id), one.source].join(' ') })),
        ]}
        onChange={(next) =>
          edit({ finerBars: [...chosen.filter((one) => one !== value), ...(next === '' ? [] : [next])] })
        }
      />
    );
  });
}

function Gap() {
  const maxGap = useRun((state) => state.form.terms.maxGap);
  const edit = useEditTerms();
  return (
    <>
      <TermSelect
        id="run-gap"
        label="Gap at most"
        hint="Days without bars after which an order meant for the next bar expires. By default 14, crypto 1, none in backtesting.py and lumibot."
        value={maxGap === undefined ? 'default' : maxGap === null ? 'any' : 'days'}
        choices={GAPS}
        onChange={(choice) => edit({ maxGap: { default: undefined, days: 14, any: null }[choice] })}
      />
      {typeof maxGap === 'number' && (
        <TermNumber
          id="run-gap-days"
          label="Gap (days)"
          min={0}
          value={maxGap}
          onChange={(next) => edit({ maxGap: next })}
        />
      )}
    </>
  );
}

/** When, where and how much of an order fills. */
export function FillFields() {
  const form = useRun((state) => state.form);
  const editForm = useRun((state) => state.edit);
  const selectedId = useData((state) => state.selectedId);
  const edit = useEditTerms();
  const { intrabar, band = false, tradeOnClose = false, volumeLimit } = form.terms;
  const own = hasOwnRules(form.fillProfile);
  const several = form.others.some((id) => id !== selectedId);
  return (
    <TermGroup
      id="fills"
      title="Fills"
      words={fillWords(form)}
      onReset={() => {
        const terms = changedTerms(form.terms, NOTHING);
        editForm({ terms, fillProfile: 'next-open' });
      }}
    >
      <TermSelect
        id="run-fills"
        label="Profile"
        hint={FILL_HINT}
        value={form.fillProfile}
        choices={PROFILES}
        onChange={(fillProfile) => editForm({ fillProfile })}
      />
      <TermSwitch
        id="run-trade-on-close"
        label="Trade on close"
        hint={`${several ? 'Not in a run on several series: choose the profile close there. ' : ''}Market orders fill at the close of the bar that decides.`}
        disabled={several}
        checked={tradeOnClose && !several}
        onChange={(next) => edit({ tradeOnClose: next })}
      />
      <TermSelect<IntrabarPolicy>
        id="run-intrabar"
        label="Within a bar"
        hint={`${own ? OWN_RULES : ''}What is taken for granted where a bar does not tell what happened first: the worse course, the extreme nearer to the open first, or the better course.`}
        disabled={own}
        value={own ? 'pessimistic' : (intrabar ?? 'pessimistic')}
        choices={POLICIES}
        onChange={(next) => edit({ intrabar: next })}
      />
      <FinerBars />
      <TermSwitch
        id="run-band"
        label="Band"
        hint="Also say the final equity under each policy. Costs up to three more runs where bars are ambiguous."
        checked={band}
        onChange={(next) => edit({ band: next })}
      />
      <Gap />
      <TermNumber
        id="run-volume-limit"
        label="Of volume (%)"
        hint={`${own ? OWN_RULES : ''}At most this percent of a bar's volume that orders may trade in it; what is left of an order waits.`}
        disabled={own}
        min={0}
        max={100}
        above
        percent
        unset="no limit"
        value={volumeLimit}
        onChange={(next) => edit({ volumeLimit: next })}
      />
    </TermGroup>
  );
}
