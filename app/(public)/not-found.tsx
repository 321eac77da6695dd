import type { Metadata } from "next";
import { NotThere } from "@/components/product/not-there";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFoundPage() {
  return <NotThere />;
}
