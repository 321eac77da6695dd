/** A navigation that the reader stopped, or that got no answer, gives no event. After this the form can be sent again. */
const stuckMs = 20_000;

const sent = new Map<HTMLFormElement, HTMLElement | null>();

function release(form: HTMLFormElement): void {
  const button = sent.get(form);
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
    sent.set(form, event.submitter);
    event.submitter?.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), stuckMs);
  });
  // The browser shows the page again as it was left when the reader comes back to it.
  addEventListener("pageshow", () => {
    for (const form of [...sent.keys()]) release(form);
  });
}
