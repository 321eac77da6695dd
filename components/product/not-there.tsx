import { Mark } from "@/components/product/mark";
import { LinkButton } from "@/components/ui/actions/link-button";
import { paths } from "@/lib/kernel/paths";

/**
 * The same page for records that do not exist and for those of others, so that neither is revealed. The frame has
 * `main`.
 */
export function NotThere() {
  return (
    <div className="mx-auto flex min-h-[60dvh] w-full max-w-md flex-col items-start justify-center gap-4">
      <Mark size={32} />
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Page not found</h1>
        <p className="text-ink-muted">
          It may have been deleted, or it belongs to a workspace you're not in.
        </p>
      </div>
      <LinkButton href={paths.home} variant="primary">
        Go to the homepage
      </LinkButton>
    </div>
  );
}
