import { classes } from "@/components/ui/classes";

/** Says that new requests appear by themselves, or that they can't be read at the moment. */
export function LiveBadge({ isDisconnected }: { readonly isDisconnected: boolean }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-sm text-ink-muted">
      <span
        aria-hidden
        className={classes("size-1.5 rounded-full", isDisconnected ? "bg-warning" : "bg-positive")}
      />
      {isDisconnected ? "Disconnected. Trying again." : "Live"}
    </span>
  );
}
