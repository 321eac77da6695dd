import { FlaskConical, TriangleAlert } from "lucide-react";
import { classes } from "@/components/ui/classes";

export type SandboxParts = {
  readonly stripe: boolean;
  readonly mail: boolean;
  readonly provider: boolean;
  /** True when simulators run on a non-loopback address; the banner is then red. */
  readonly forced: boolean;
  readonly inboxUrl: string | null;
};

/** What is simulated, as a sentence. Null when everything is real. */
function sandboxSentence(sandbox: SandboxParts): string | null {
  const parts = [sandbox.stripe && "payments", sandbox.mail && "mail", sandbox.provider && "models"].filter(
    (part) => part !== false,
  );
  if (parts.length === 0) return null;
  const list = new Intl.ListFormat("en-US", { type: "conjunction" }).format(parts);
  const verb = parts.length === 1 && sandbox.mail ? "is" : "are";
  return `Sandbox mode: ${list} ${verb} simulated${sandbox.stripe ? "; no real money moves" : ""}.`;
}

/** Names the parts that are simulated. Renders nothing when all are real. */
export function SandboxBanner({ sandbox }: { readonly sandbox: SandboxParts }) {
  const sentence = sandboxSentence(sandbox);
  if (sentence === null) return null;
  const Icon = sandbox.forced ? TriangleAlert : FlaskConical;
  return (
    <aside
      aria-label="Sandbox mode"
      className={classes(
        "flex items-start justify-center gap-1.5 px-4 py-1.5 text-sm",
        sandbox.forced ? "bg-danger text-danger-ink" : "bg-info-soft text-info",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        {sentence} <InboxLink sandbox={sandbox}>Open the inbox</InboxLink>
      </p>
    </aside>
  );
}

/**
 * The same in the console: a chip in the header, and one line above it on narrow screens. The sentence is its title; a
 * screen reader reads it in full.
 */
export function SandboxChip({ sandbox, place }: { readonly sandbox: SandboxParts; readonly place: Place }) {
  const sentence = sandboxSentence(sandbox);
  if (sentence === null || sandbox.forced) return null;
  return (
    <aside
      aria-label="Sandbox mode"
      title={sentence}
      className={classes(
        "items-center bg-info-soft text-sm whitespace-nowrap text-info",
        place === "header"
          ? "hidden h-8 gap-1.5 rounded-md px-2.5 lg:flex"
          : "flex h-7 justify-center gap-1.5 px-4 lg:hidden",
      )}
    >
      <FlaskConical aria-hidden strokeWidth={1.5} className="size-4 shrink-0" />
      <span aria-hidden>Sandbox</span>
      <span className="sr-only">{sentence}</span>
      <InboxLink sandbox={sandbox}>Inbox</InboxLink>
    </aside>
  );
}

type Place = "header" | "line";

function InboxLink({ sandbox, children }: { readonly sandbox: SandboxParts; readonly children: string }) {
  if (!sandbox.mail || !sandbox.inboxUrl) return null;
  return (
    <a
      href={sandbox.inboxUrl}
      className="rounded-sm py-0.5 font-medium whitespace-nowrap underline underline-offset-2"
    >
      {children}
    </a>
  );
}
