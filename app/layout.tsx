import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { SkipLink } from "@/components/product/frame/skip-link";
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
        <SkipLink />
        {children}
      </body>
    </html>
  );
}
