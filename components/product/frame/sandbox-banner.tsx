import { FlaskConical, TriangleAlert } from "lucide-react";
import { classes } from "@/components/ui/classes";

export type SandboxParts = {
  readonly stripe: boolean;
  readonly mail: boolean;
  readonly provider: boolean;
  /** Stand-ins although this is no loopback address: said in red. */
  readonly forced: boolean;
  readonly inboxUrl: string | null;
};

/** Says plainly which parts are stand-ins. Nothing when all are real. */
export function SandboxBanner({ sandbox }: { readonly sandbox: SandboxParts }) {
  const parts = [sandbox.stripe && "payments", sandbox.mail && "mail", sandbox.provider && "models"].filter(
    (part) => part !== false,
  );
  if (parts.length === 0) return null;
  const list = new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
  const Icon = sandbox.forced ? TriangleAlert : FlaskConical;
  return (
    <aside
      aria-label="Sandbox mode"
      className={classes(
        "flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-4 py-1.5 text-sm",
        sandbox.forced ? "bg-danger text-danger-ink" : "bg-info-soft text-info",
      )}
    >
      <span className="inline-flex items-center gap-1.5">
        <Icon aria-hidden className="size-4 shrink-0" />
        <span>
          Sandbox mode: {list} {parts.length === 1 && sandbox.mail ? "is" : "are"} simulated
          {sandbox.stripe ? "; no real money moves" : ""}.
        </span>
      </span>
      {sandbox.mail && sandbox.inboxUrl ? (
        <a href={sandbox.inboxUrl} className="rounded-sm font-medium underline underline-offset-2 max-sm:py-3">
          Open the inbox
        </a>
      ) : null}
    </aside>
  );
}
