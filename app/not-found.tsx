import type { Metadata } from "next";
import { Mark } from "@/components/product/mark";
import { LinkButton } from "@/components/ui/actions/link-button";
import { paths } from "@/lib/kernel/paths";

export const metadata: Metadata = { title: "Not found" };

/** What is not yours is not there: both end here, with nothing to tell them apart. */
export default function NotFound() {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex min-h-[70dvh] w-full max-w-md flex-col items-start justify-center gap-4 p-4 outline-none"
    >
      <Mark size={32} />
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold tracking-tight">There is nothing at this address</h1>
        <p className="text-ink-muted">
          It may have been deleted, or it belongs to a workspace that you are not in.
        </p>
      </div>
      <LinkButton href={paths.home} variant="primary">
        Go to the start
      </LinkButton>
    </main>
  );
}
