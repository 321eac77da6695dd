import type { Metadata } from "next";
import { NotThere } from "@/components/product/not-there";

export const metadata: Metadata = { title: "Not found" };

/** For addresses outside of every route group. */
export default function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="p-4 outline-none">
      <NotThere />
    </main>
  );
}
