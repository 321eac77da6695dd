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

/** Names the parts that are simulated. Renders nothing when all are real. */
export function SandboxBanner({ sandbox }: { readonly sandbox: SandboxParts }) {
  const parts = [sandbox.stripe && "payments", sandbox.mail && "mail", sandbox.provider && "models"].filter(
    (part) => part !== false,
  );
  if (parts.length === 0) return null;
  const list = new Intl.ListFormat("en-US", { type: "conjunction" }).format(parts);
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
        Sandbox mode: {list} {parts.length === 1 && sandbox.mail ? "is" : "are"} simulated
        {sandbox.stripe ? "; no real money moves" : ""}.{" "}
        {sandbox.mail && sandbox.inboxUrl ? (
          <a
            href={sandbox.inboxUrl}
            className="rounded-sm font-medium whitespace-nowrap underline underline-offset-2"
          >
            Open the inbox
          </a>
        ) : null}
      </p>
    </aside>
  );
}
