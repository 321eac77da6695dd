import localFont from "next/font/local";

/** The same file as `mono`, preloaded by the pages that import this: those that are full of code. */
export const preloadedMono = localFont({
  src: "./geist-mono.woff2",
  weight: "400 600",
  variable: "--font-geist-mono",
  adjustFontFallback: false,
  fallback: ["Geist Mono Courier", "Geist Mono Menlo", "Geist Mono Consolas"],
});
