/**
 * Submits the form of a control that shows its change before it is saved. False if the submission was canceled, as the
 * frame does without a connection: the control then has to show what is saved.
 */
export function submitChange(form: HTMLFormElement | null): boolean {
  let isSent = false;
  // On the window, after the frame's own listener and before React's, which cancels what it sends itself.
  const look = (event: Event) => {
    isSent = !event.defaultPrevented;
  };
  window.addEventListener("submit", look, true);
  form?.requestSubmit();
  window.removeEventListener("submit", look, true);
  return isSent;
}
