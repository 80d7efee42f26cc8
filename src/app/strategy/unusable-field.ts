/** The field of the strategy panel whose text is not a value it can take, if any. Such a field has the caret: left, it shows again what is in force. */
export function unusableField(): HTMLInputElement | null {
  return document.querySelector('[data-testid="strategy-panel"] input[aria-invalid="true"]');
}

/** Why `field` keeps the run from starting. */
export function fieldProblem(field: HTMLInputElement): string {
  const label = field.labels?.[0]?.textContent ?? field.ariaLabel ?? field.id;
  const text = field.value.trim();
  const range = field.dataset.range;
  const wanted = range ? `Give a number ${range}` : 'Give a day of the calendar, as 2014-01-31, or nothing';
  return `${label} ${text === '' ? 'is empty' : `cannot be "${text}"`}. ${wanted}.`;
}
