import localFont from "next/font/local";

/**
 * Geist Mono. Most pages show a few words of it or none, so it is not preloaded; its fallbacks have the same widths, so
 * nothing moves when it arrives.
 */
export const mono = localFont({
  src: "./geist-mono.woff2",
  weight: "400 600",
  variable: "--font-geist-mono",
  preload: false,
  adjustFontFallback: false,
  fallback: ["Geist Mono Courier", "Geist Mono Menlo", "Geist Mono Consolas"],
});
