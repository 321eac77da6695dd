import localFont from "next/font/local";

/**
 * Geist Mono. Most pages show a few words of it or none, so it is not preloaded. If it comes late, the page
 * keeps the fallback, which has nearly the same widths, and nothing moves.
 */
export const mono = localFont({
  src: "./geist-mono.woff2",
  weight: "400 600",
  variable: "--font-geist-mono",
  display: "optional",
  preload: false,
  adjustFontFallback: false,
  fallback: ["Geist Mono Courier", "Geist Mono Menlo", "Geist Mono Consolas"],
});
