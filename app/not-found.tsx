import type { Metadata } from "next";
import { NotThere } from "@/components/product/not-there";

export const metadata: Metadata = { title: "Page not found" };

/** Without a frame. Unknown addresses have a page in `(public)`, so this only replaces the framework's own, unstyled page. */
export default function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="p-4 outline-none">
      <NotThere />
    </main>
  );
}
