"use client";

import { useEffect } from "react";
import { pageFailed } from "@/components/product/page-failed";
import { PageFailure, type PageFailureProps } from "@/components/product/page-failure";

/** Error boundary of the signed-in pages. The frame stays, so navigation still works. */
export default function DashboardError(props: PageFailureProps) {
  useEffect(() => void window.dispatchEvent(new Event(pageFailed)), []);
  return <PageFailure {...props} />;
}
