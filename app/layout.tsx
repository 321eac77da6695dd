import type { Metadata, Viewport } from "next";
import Link from "next/link";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { findViewer } from "@/lib/auth/viewer";
import { product } from "@/lib/config/product";
import "./fonts/fallbacks.css";
import { mono } from "./fonts/mono";
import { sans } from "./fonts/sans";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: product.name, template: `%s · ${product.name}` },
  description: product.line,
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/**
 * Waits for the request: a prerendered page has no nonce, so the content security policy would block all its scripts.
 */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  await connection();
  const theme = (await findViewer())?.user.theme ?? "system";
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body>
        {/* As a link of the framework: its code is then part of what every page shares, and not of each frame again. */}
        <Link
          href="#main"
          className="fixed left-2 top-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
        >
          Skip to content
        </Link>
        {children}
      </body>
    </html>
  );
}
