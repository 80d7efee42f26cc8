import { Spotlight, spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import type { Command } from './commands.ts';
import { KeyCaps } from './key-caps.tsx';

const GROUPS = ['Run', 'Data', 'Results', 'View'] as const;

/** All commands behind one search field; opens as soon as it is mounted. */
export function CommandPalette(props: {
  readonly commands: readonly Command[];
  readonly onClosed: () => void;
}) {
  useEffect(() => {
    spotlight.open();
  }, []);
  return (
    <Spotlight
      shortcut={null}
      radius={4}
      size={560}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      nothingFound="No such command"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      searchProps={{ placeholder: 'Type a command or a symbol', 'aria-label': 'Command', size: 'sm' }}
      onSpotlightClose={props.onClosed}
      actions={GROUPS.map((group) => ({
        group,
        actions: props.commands
          .filter((command) => command.group === group && command.id !== 'palette')
          .map((command) => ({
            id: command.id,
            label: command.label,
            keywords: [...(command.keywords ?? [])],
            onClick: command.run,
            rightSection: <KeyCaps keys={command.keys} />,
          })),
      }))}
    />
  );
}
