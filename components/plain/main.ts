// The only script of a plain page, one that visitors without a session get (lib/server/README.md). The page works without it.
import { copiedMs, copyMessages, type CopyResult } from "@/components/ui/actions/copy-result";
import { readAgain } from "./read-again";
import { showResults } from "./show-results";
import { submitOnce } from "./submit-once";

/** Fills in what only the browser knows. The field is optional. */
function tellTimeZone(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  for (const field of document.querySelectorAll<HTMLInputElement>('input[type="hidden"][name="timeZone"]'))
    field.value = timeZone;
}

function closestButton(event: Event, selector: string): HTMLButtonElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLButtonElement>(selector) : null;
}

/** Buttons that show the characters of a password are hidden where they would do nothing. */
function showPasswords(): void {
  const selector = "button[data-shows-password]";
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = closestButton(event, selector);
    const field = button?.previousElementSibling;
    if (!button || !(field instanceof HTMLInputElement)) return;
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.ariaPressed = String(isShown);
  });
}

async function copy(text: string): Promise<CopyResult> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    // Browsers deny clipboard access without permission, or over plain http from another machine.
    return "failed";
  }
}

/** A copy button stands beside its text: in the same figure, or in the same line. */
function copyTexts(): void {
  const timers = new Map<HTMLButtonElement, number>();
  document.addEventListener("click", async (event) => {
    const button = closestButton(event, "button[data-copy-result]");
    const text = button?.closest("figure, p")?.querySelector("code")?.textContent;
    if (!button || !text) return;
    const show = (result: CopyResult) => {
      const message = button.nextElementSibling;
      button.dataset["copyResult"] = result;
      if (message) message.textContent = copyMessages[result].text;
      if (message) message.className = copyMessages[result].className;
    };
    clearTimeout(timers.get(button));
    const result = await copy(text);
    show(result);
    if (result === "copied")
      timers.set(
        button,
        window.setTimeout(() => show("none"), copiedMs),
      );
  });
}

tellTimeZone();
showPasswords();
copyTexts();
submitOnce();
showResults();
readAgain();
