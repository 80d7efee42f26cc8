import { createContext, type ReactNode, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { WorkbenchClient } from '../../worker/client/types.ts';
import { createDataStore, type DataState } from '../data/data-store.ts';
import { createImportStore, type ImportState } from '../import/import-store.ts';
import { createViewStore, type ViewState } from '../settings/view-store.ts';
import { createStorageStore, type StorageState } from '../storage/storage-store.ts';
import { createRunStore, type RunState } from '../strategy/run-store.ts';

/** The client and the stores over it: one set per page. */
export interface Workbench {
  readonly client: WorkbenchClient;
  readonly data: StoreApi<DataState>;
  readonly run: StoreApi<RunState>;
  readonly imports: StoreApi<ImportState>;
  readonly storage: StoreApi<StorageState>;
  readonly view: StoreApi<ViewState>;
}

/** Stores over `client`, empty. */
export function createWorkbench(client: WorkbenchClient): Workbench {
  return {
    client,
    data: createDataStore(client),
    run: createRunStore(client),
    imports: createImportStore(client),
    storage: createStorageStore(client),
    view: createViewStore(),
  };
}

const WorkbenchContext = createContext<Workbench | null>(null);

/** Makes `workbench` known to the components below. */
export function WorkbenchProvider(props: { readonly workbench: Workbench; readonly children: ReactNode }) {
  return <WorkbenchContext value={props.workbench}>{props.children}</WorkbenchContext>;
}

/** The page's client and stores. */
export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error('useWorkbench outside of WorkbenchProvider');
  return workbench;
}

/** Selected part of the data store. */
export function useData<T>(selector: (state: DataState) => T): T {
  return useStore(useWorkbench().data, selector);
}

/** Selected part of the run store. */
export function useRun<T>(selector: (state: RunState) => T): T {
  return useStore(useWorkbench().run, selector);
}

/** Selected part of the import store. */
export function useImport<T>(selector: (state: ImportState) => T): T {
  return useStore(useWorkbench().imports, selector);
}

/** Selected part of the storage store. */
export function useStorage<T>(selector: (state: StorageState) => T): T {
  return useStore(useWorkbench().storage, selector);
}

/** Selected part of the view store. */
export function useView<T>(selector: (state: ViewState) => T): T {
  return useStore(useWorkbench().view, selector);
}
