"use client";

import { PageFailure, type PageFailureProps } from "@/components/product/page-failure";

/** Error boundary of the signed-in pages. The frame stays, so navigation still works. */
export default function DashboardError(props: PageFailureProps) {
  return <PageFailure {...props} />;
}
