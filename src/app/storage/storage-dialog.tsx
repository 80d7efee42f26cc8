import { Modal } from '@mantine/core';
import { useData, useStorage } from '../shell/workbench.tsx';
import { BackupSection } from './backup-section.tsx';
import { PlaceSection } from './place-section.tsx';
import { SeriesSizes } from './series-sizes.tsx';
import { SetAsideSection } from './set-aside-section.tsx';
import classes from './storage-dialog.module.css';
import { TransferLine } from './transfer-line.tsx';

/** Where the data are, how much of it, and the way out and back in. */
export function StorageDialog() {
  const close = useStorage((state) => state.close);
  const moving = useStorage((state) => state.transfer !== null);
  const place = useData((state) => state.status?.place);
  return (
    <Modal
      opened
      onClose={close}
      size={680}
      closeOnClickOutside={!moving}
      closeOnEscape={!moving}
      withCloseButton={!moving}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={
        <span className={classes.title}>
          Storage <span>{place === 'memory' ? 'in memory only' : 'saved in this browser'}</span>
        </span>
      }
    >
      <div data-testid="storage-dialog">
        <PlaceSection />
        <SeriesSizes />
        <BackupSection />
        <SetAsideSection />
        <TransferLine />
      </div>
    </Modal>
  );
}
