/** Hands `blob` to the browser as a download named `fileName`. */
export function downloadBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `parts` joined to a file name that every system takes. */
export function fileNameOf(parts: readonly string[], extension: string): string {
  const name = parts
    .filter((part) => part !== '')
    .join('_')
    .replace(/[^\w.-]+/g, '_');
  return `${name}.${extension}`;
}
