/** What a form that was sent has to say, in the order in which it is shown. */
function resultIn(form: HTMLFormElement): HTMLElement | null {
  const list = form.querySelector<HTMLElement>("[data-form-errors]");
  if (list) return list;
  const rejected = form.querySelector<HTMLElement>("[aria-invalid='true']");
  // A group of radio buttons is marked as a whole, and cannot have the focus itself.
  if (rejected) return rejected.matches("fieldset") ? rejected.querySelector("input:enabled") : rejected;
  const status = form.querySelector<HTMLElement>("[role='status'] > p");
  if (!status) return null;
  // A status that is there from the start is not announced, but what has the focus is read.
  status.tabIndex = -1;
  return status;
}

/**
 * Leads to the result of the form that was sent: the list of errors, the first field that was rejected, or the success.
 * The page then counts as read rather than as the reply to a form, so that a reload sends nothing again.
 */
export function showResults(): void {
  for (const form of document.forms) {
    const result = resultIn(form);
    if (!result) continue;
    result.focus();
    history.replaceState(history.state, "");
    return;
  }
}
