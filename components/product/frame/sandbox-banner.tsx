import { FlaskConical, TriangleAlert } from "lucide-react";
import { classes } from "@/components/ui/classes";

export type SandboxParts = {
  readonly stripe: boolean;
  readonly mail: boolean;
  readonly provider: boolean;
  /** True when simulators run on a non-loopback address; a red banner then says so. */
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

/** Warns that simulators run on an address that others reach. Renders nothing otherwise. */
export function SandboxBanner({ sandbox }: { readonly sandbox: SandboxParts }) {
  const sentence = sandboxSentence(sandbox);
  if (sentence === null || !sandbox.forced) return null;
  return (
    <aside
      aria-label="Sandbox mode"
      className="flex items-start justify-center gap-1.5 bg-danger px-4 py-1.5 text-sm text-danger-ink"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        {sentence} <InboxLink sandbox={sandbox}>Open the inbox</InboxLink>
      </p>
    </aside>
  );
}

/**
 * Names the parts that are simulated: a chip in the header, and one line above it on narrow screens. A page without a
 * header has the line in every width. The sentence is its title; a screen reader reads it in full.
 */
export function SandboxChip({ sandbox, place }: { readonly sandbox: SandboxParts; readonly place: Place }) {
  const sentence = sandboxSentence(sandbox);
  if (sentence === null || sandbox.forced) return null;
  return (
    <aside
      aria-label="Sandbox mode"
      title={sentence}
      className={classes("items-center bg-info-soft text-sm whitespace-nowrap text-info", places[place])}
    >
      <FlaskConical aria-hidden strokeWidth={1.5} className="size-4 shrink-0" />
      <span aria-hidden>Sandbox</span>
      <span className="sr-only">{sentence}</span>
      <InboxLink sandbox={sandbox}>Inbox</InboxLink>
    </aside>
  );
}

type Place = keyof typeof places;

const places = {
  header: "hidden h-8 gap-1.5 rounded-md px-2.5 lg:flex",
  line: "flex h-7 justify-center gap-1.5 px-4 lg:hidden",
  alone: "flex h-7 justify-center gap-1.5 px-4",
} as const;

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
