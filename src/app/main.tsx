import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './shell/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { installScripting } from '../worker/client/scripting.ts';
import { createWorkbenchClient } from '../worker/client/workbench.ts';
import { App } from './shell/app.tsx';
import { connect } from './shell/wiring.ts';
import { createWorkbench } from './shell/workbench.tsx';

const client = createWorkbenchClient();
installScripting(client);
const workbench = createWorkbench(client);
connect(workbench);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App workbench={workbench} />
  </StrictMode>,
);
