import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { HeldNotice, OpenFailedNotice } from './open-notice.tsx';
import { Shell } from './shell.tsx';
import { theme } from './theme.ts';
import { useData, useView, type Workbench, WorkbenchProvider } from './workbench.tsx';

function Page() {
  const phase = useData((state) => state.phase);
  const palette = useView((state) => state.palette);
  useEffect(() => {
    document.documentElement.setAttribute('data-palette', palette);
  }, [palette]);
  if (phase === 'held') return <HeldNotice />;
  if (phase === 'failed') return <OpenFailedNotice />;
  return <Shell />;
}

/** The page: providers around the shell, or the notice that stands in for it. */
export function App(props: { readonly workbench: Workbench }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="dark">
      <Notifications position="bottom-right" limit={3} />
      <WorkbenchProvider workbench={props.workbench}>
        <Page />
      </WorkbenchProvider>
    </MantineProvider>
  );
}
