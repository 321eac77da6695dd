import type { Metadata } from "next";
import { AbsentPage } from "@/app/_components/absent-page";

export const metadata: Metadata = { title: "Not found" };

/** Any address without a page. It is a page of this group, so that its 404 has the group's frame. */
export default function UnknownPage() {
  return <AbsentPage />;
}
