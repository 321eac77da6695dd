"use client";

import Link from "next/link";

/**
 * The first link of every page. It is a link of the framework so that the framework's code for links is part of what all
 * pages share; otherwise each frame brings a copy.
 */
export function SkipLink() {
  return (
    <Link
      href="#main"
      // The framework scrolls to the place and, unlike a browser, leaves the focus where it is.
      onClick={() => document.getElementById("main")?.focus()}
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
    >
      Skip to content
    </Link>
  );
}
