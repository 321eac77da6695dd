import type { Metadata } from "next";
import { PublicNotFound } from "@/app/_components/public-not-found";

export const metadata: Metadata = { title: "Page not found" };

/** Any address without a page. It is a page of this group, so that its 404 has the group's frame. */
export default function UnknownPage() {
  return <PublicNotFound />;
}
