import localFont from "next/font/local";

/** Geist Mono. Most pages show a few words of it or none, so they do not preload it. */
export const mono = localFont({
  src: "./geist-mono.woff2",
  weight: "400 600",
  variable: "--font-geist-mono",
  preload: false,
  adjustFontFallback: false,
  fallback: ["Geist Mono Courier", "Geist Mono Menlo", "Geist Mono Consolas"],
});
