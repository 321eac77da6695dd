/**
 * A navigation that the reader stopped gives no event. After this, which is longer than the front server waits for a page,
 * the form can be sent again.
 */
const stuckMs = 65_000;

type Sent = { readonly button: HTMLElement | null; readonly timer: number };
const sent = new Map<HTMLFormElement, Sent>();

function release(form: HTMLFormElement): void {
  const { button, timer } = sent.get(form) ?? {};
  clearTimeout(timer);
  sent.delete(form);
  button?.removeAttribute("aria-busy");
  button?.removeAttribute("aria-disabled");
}

/** Lets a form be sent once, and shows at its button that it is being sent. The button keeps the focus. */
export function submitOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (sent.has(form)) return event.preventDefault();
    sent.set(form, { button: event.submitter, timer: window.setTimeout(() => release(form), stuckMs) });
    event.submitter?.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // The browser shows the page again as it was left when the reader comes back to it.
  addEventListener("pageshow", () => {
    for (const form of [...sent.keys()]) release(form);
  });
}
