import { Modal } from '@mantine/core';
import type { Command } from '../shell/commands.ts';
import { KeyCaps } from '../shell/key-caps.tsx';
import { useView } from '../shell/workbench.tsx';
import classes from './cheat-sheet.module.css';

const GROUPS = ['Run', 'Data', 'Results', 'View'] as const;

const ELSEWHERE = [
  { keys: '←', text: 'Chart: move left, → right' },
  { keys: '=', text: 'Chart: closer, - farther, 0 all bars' },
  { keys: '↓', text: 'Table: next row, ↑ previous' },
  { keys: 'Enter', text: 'Table: open the row, a trade on the chart' },
];

/** All keys on one sheet. */
export function CheatSheet(props: { readonly commands: readonly Command[] }) {
  const setOpen = useView((state) => state.setCheatSheetOpen);
  return (
    <Modal
      opened
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      size={640}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.groups} data-testid="cheat-sheet">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className={classes.heading}>{group}</h3>
            {props.commands
              .filter((command) => command.group === group && command.keys !== '')
              .map((command) => (
                <div key={command.id} className={classes.row}>
                  {command.label} <KeyCaps keys={command.keys} />
                </div>
              ))}
          </section>
        ))}
        <section>
          <h3 className={classes.heading}>Where the focus is</h3>
          {ELSEWHERE.map((one) => (
            <div key={one.text} className={classes.row}>
              {one.text} <KeyCaps keys={one.keys} />
            </div>
          ))}
        </section>
      </div>
    </Modal>
  );
}
