"use client";

import { PageFailure, type PageFailureProps } from "@/components/product/page-failure";

/** Error boundary of every page without its own. */
export default function ErrorPage(props: PageFailureProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex min-h-[60dvh] w-full max-w-xl flex-col justify-center outline-none"
    >
      <PageFailure {...props} />
    </main>
  );
}
